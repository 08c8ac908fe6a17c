// People who register and wait for an administrator to let them in.

import { becomeAdmin } from "./support/admin";
import { links } from "./support/mail";
import { dialog, openActions, row, send, signIn } from "./support/page";
import { violations } from "./support/examine";
import { expect, mailSettings, test } from "./support/test";

const own = "quarenta garças no mangue";

for (const javaScript of [true, false]) {
  test(`who registers waits until an administrator lets them in (${javaScript ? "with" : "without"} a script)`, async ({ open, start, startMailServer }) => {
    const mails = await startMailServer();
    const program = await start({ settings: { ...mailSettings(mails), CHAVEIRO_SELF_REGISTRATION: "approval" } });
    const admin = await becomeAdmin(program);
    const visitor = await open(program, { javaScript });
    const office = await open(program, { as: admin, javaScript });
    const people = [
      { name: "Tadeu Rocha", email: "tadeu@aurora.example", act: "approve" },
      { name: "Ulisses Paz", email: "ulisses@aurora.example", act: "refuse" },
    ];
    for (const { name, email } of people) {
      await visitor.goto("/register");
      await send(visitor, "/register", { display_name: name, email, password: own });
      const [link] = links((await mails.mailTo(email)).text).filter((found) => found.includes("/register/confirm"));
      await visitor.goto(link);
      await send(visitor, "/register/confirm");
      await expect(visitor.locator("main")).toContainText("administra");
      if (javaScript) expect(await violations(visitor)).toEqual([]);
      await signIn(visitor, email, own);
      await expect(visitor.locator(".error-summary"), "nobody is in before they are let in").toBeVisible();
    }
    expect(links((await mails.mailTo(admin.email)).text)[0], "the administrators are told").toContain(program.address);

    for (const { email, act } of people) {
      await office.goto("/admin/users?status=pending");
      await row(office, email).all.locator("th a").click();
      if (javaScript) expect(await violations(office)).toEqual([]);
      if (act === "refuse") await openActions(office);
      await office.locator(`main [href*="act=${act}"], main button[value="${act}"]`).first().click();
      const question = javaScript ? dialog(office) : office.locator("main");
      await question.locator("form[action='/admin/users/act'] button:not([type=button])").first().click();
      await expect(office.locator("[role=status], .banner").first()).toBeVisible();
      await mails.mailTo(email, 2);
    }
    await signIn(visitor, people[0].email, own);
    await expect(visitor).toHaveURL("/account");
    await send(visitor, "/logout");
    await signIn(visitor, people[1].email, own);
    await expect(visitor.locator(".error-summary")).toBeVisible();
  });
}
