// Waiting for something to become true, without sleeping for a guessed time.

/** Asks until the answer is truthy, and returns it. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { within = 10_000, every = 25 }: { within?: number; every?: number } = {},
): Promise<Exclude<T, false | null | undefined | 0 | "">> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, false | null | undefined | 0 | "">;
    if (Date.now() > end) throw new Error(`${within / 1000} s have passed and not: ${what}`);
    await new Promise((done) => setTimeout(done, every));
  }
}
