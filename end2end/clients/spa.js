// After the recipe: shows who is signed in, and does what an app does later.
const show = (id, text) => (document.querySelector(id).textContent = text);
const attempt = (id, act) => {
  document.querySelector(id).onclick = () => act().then((text) => show("#result", text), (error) => show("#result", `failed: ${error.message}`));
};
if (user) {
  show("h1", "Signed in");
  show("#email", user.profile.email);
  show("#groups", user.profile.groups.join(" "));
}
attempt("#renew", async () => {
  const renewed = await manager.signinSilent();
  return renewed.access_token === user.access_token ? "the same" : "renewed";
});
attempt("#userinfo", async () => {
  const { userinfo_endpoint } = await manager.metadataService.getMetadata();
  const { access_token } = await manager.getUser();
  const answer = await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${access_token}` } });
  return `${answer.status} ${(await answer.json()).email ?? answer.headers.get("www-authenticate")}`;
});
attempt("#popup", async () => (await manager.signinPopup()).profile.email);
attempt("#revoke", async () => {
  await manager.revokeTokens(["refresh_token", "access_token"]);
  return "revoked";
});
attempt("#out", () => manager.signoutRedirect());
