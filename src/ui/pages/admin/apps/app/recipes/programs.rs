//! How programs are set up: `docs/apps.md` has the same, and a test compares the two.

use crate::domain::AppAddress;

/// How one program is set up.
pub struct Recipe {
    /// The program.
    pub program: &'static str,
    /// Where it takes codes, after its home page; none where the program shows it.
    pub redirect: Option<&'static str>,
    /// Where it is told of sessions that ended, after its home page; none where it cannot be.
    pub backchannel: Option<&'static str>,
    /// What to copy: `{issuer}`, `{client_id}`, `{home}` and `{secret}` are filled in.
    pub text: &'static str,
}

/// All of them; the last is for anything else.
pub const RECIPES: [Recipe; 12] = [
    Recipe {
        program: "Django: mozilla-django-oidc",
        redirect: Some("oidc/callback/"),
        backchannel: None,
        text: r#"# settings.py
INSTALLED_APPS += ["mozilla_django_oidc"]
AUTHENTICATION_BACKENDS = ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"]
OIDC_RP_CLIENT_ID = "{client_id}"
OIDC_RP_CLIENT_SECRET = os.environ["OIDC_SECRET"]
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid profile email groups"
OIDC_USE_PKCE = True
OIDC_OP_AUTHORIZATION_ENDPOINT = "{issuer}/oauth/authorize"
OIDC_OP_TOKEN_ENDPOINT = "{issuer}/oauth/token"
OIDC_OP_USER_ENDPOINT = "{issuer}/oauth/userinfo"
OIDC_OP_JWKS_ENDPOINT = "{issuer}/oauth/jwks"
LOGIN_URL = "oidc_authentication_init"
LOGIN_REDIRECT_URL = "/"

# urls.py
urlpatterns += [path("oidc/", include("mozilla_django_oidc.urls"))]"#,
    },
    Recipe {
        program: "Django: django-allauth",
        redirect: Some("accounts/oidc/chaveiro/login/callback/"),
        backchannel: None,
        text: r#"# settings.py
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.socialaccount",
                   "allauth.socialaccount.providers.openid_connect"]
MIDDLEWARE += ["allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend",
                           "allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/accounts/oidc/chaveiro/login/"
LOGIN_REDIRECT_URL = "/"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [{
            "provider_id": "chaveiro",
            "name": "Chaveiro",
            "client_id": "{client_id}",
            "secret": os.environ["OIDC_SECRET"],
            "settings": {"server_url": "{issuer}"},
        }],
    },
}

# urls.py
urlpatterns += [path("accounts/", include("allauth.urls"))]"#,
    },
    Recipe {
        program: "Apache: mod_auth_openidc",
        redirect: Some("oidc/callback"),
        backchannel: Some("oidc/callback?logout=backchannel"),
        text: r#"OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {secret}
OIDCRedirectURI {home}oidc/callback
OIDCCryptoPassphrase "exec:/usr/bin/openssl rand -hex 32"
OIDCPKCEMethod S256
OIDCScope "openid profile email groups"
OIDCRemoteUserClaim email

<Location />
    AuthType openid-connect
    Require claim groups:my-group
</Location>"#,
    },
    Recipe {
        program: "JupyterHub",
        redirect: Some("hub/oauth_callback"),
        backchannel: None,
        text: r#"# jupyterhub_config.py
c.JupyterHub.authenticator_class = "generic-oauth"
c.GenericOAuthenticator.client_id = "{client_id}"
c.GenericOAuthenticator.client_secret = os.environ["OIDC_SECRET"]
c.GenericOAuthenticator.oauth_callback_url = "{home}hub/oauth_callback"
c.GenericOAuthenticator.authorize_url = "{issuer}/oauth/authorize"
c.GenericOAuthenticator.token_url = "{issuer}/oauth/token"
c.GenericOAuthenticator.userdata_url = "{issuer}/oauth/userinfo"
c.GenericOAuthenticator.scope = ["openid", "profile", "email", "groups"]
c.GenericOAuthenticator.username_claim = "email"
c.GenericOAuthenticator.auth_state_groups_key = "oauth_user.groups"
c.GenericOAuthenticator.manage_groups = True
c.GenericOAuthenticator.allowed_groups = {"my-group"}
c.GenericOAuthenticator.admin_groups = {"my-admins"}"#,
    },
    Recipe {
        program: "Matrix: Synapse",
        redirect: Some("_synapse/client/oidc/callback"),
        backchannel: Some("_synapse/client/oidc/backchannel_logout"),
        text: r#"# homeserver.yaml
oidc_providers:
  - idp_id: chaveiro
    idp_name: Chaveiro
    issuer: "{issuer}"
    client_id: "{client_id}"
    client_secret: "{secret}"
    pkce_method: always
    scopes: ["openid", "profile", "email", "groups"]
    attribute_requirements:
      - attribute: groups
        value: my-group
    backchannel_logout_enabled: true
    user_mapping_provider:
      config:
        localpart_template: "{{ user.email.split('@')[0] }}"
        display_name_template: "{{ user.name }}"
        email_template: "{{ user.email }}""#,
    },
    Recipe {
        program: "Nextcloud (user_oidc)",
        redirect: Some("apps/user_oidc/code"),
        backchannel: None,
        text: r#"php occ user_oidc:provider chaveiro \
  --clientid="{client_id}" --clientsecret="{secret}" \
  --discoveryuri="{issuer}/.well-known/openid-configuration" \
  --scope="openid profile email groups" \
  --unique-uid=0 --mapping-uid=sub --mapping-display-name=name \
  --mapping-email=email --mapping-groups=groups --group-provisioning=1"#,
    },
    Recipe {
        program: "Grafana",
        redirect: Some("login/generic_oauth"),
        backchannel: None,
        text: r#"[server]
root_url = {home}

[auth.generic_oauth]
enabled = true
name = Chaveiro
client_id = {client_id}
client_secret = {secret}
scopes = openid profile email groups
auth_url = {issuer}/oauth/authorize
token_url = {issuer}/oauth/token
api_url = {issuer}/oauth/userinfo
use_pkce = true
login_attribute_path = email
groups_attribute_path = groups"#,
    },
    Recipe {
        program: "Python: Authlib and Flask",
        redirect: Some("callback"),
        backchannel: None,
        text: r#"import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = os.environ["COOKIE_KEY"]
oauth = OAuth(app)
oauth.register(
    "chaveiro",
    client_id="{client_id}",
    client_secret=os.environ["OIDC_SECRET"],
    server_metadata_url="{issuer}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email groups", "code_challenge_method": "S256"},
)


@app.get("/")
def home():
    if "user" not in session:
        return oauth.chaveiro.authorize_redirect("{home}callback")
    return session["user"]["name"]


@app.get("/callback")
def callback():
    session["user"] = oauth.chaveiro.authorize_access_token()["userinfo"]
    return redirect("/")"#,
    },
    Recipe {
        program: "Node: express-openid-connect",
        redirect: Some("callback"),
        backchannel: Some("backchannel-logout"),
        text: r#"import express from "express";
import openid from "express-openid-connect";

// Which sessions have ended: with several servers, a store they share (of express-session).
const ended = new Map();
const store = {
  get: (id, done) => done(null, ended.get(id)),
  set: (id, session, done) => done(null, void ended.set(id, session)),
  destroy: (id, done) => done(null, void ended.delete(id)),
};
const app = express();
app.use(openid.auth({
  issuerBaseURL: "{issuer}",
  baseURL: "{home}",
  clientID: "{client_id}",
  clientSecret: process.env.OIDC_SECRET,
  secret: process.env.COOKIE_KEY,
  authorizationParams: { response_type: "code", scope: "openid profile email groups" },
  idpLogout: true,
  backchannelLogout: { store },
}));
app.get("/", (request, response) => {
  const { name, email, groups } = request.oidc.user;
  response.json({ name, email, groups });
});
app.listen(process.env.PORT);"#,
    },
    Recipe {
        program: "Node: openid-client 6",
        redirect: Some("callback"),
        backchannel: None,
        text: r#"import * as client from "openid-client";

const config = await client.discovery(new URL("{issuer}"), "{client_id}", process.env.OIDC_SECRET);
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
// Keep verifier and state in the session, then redirect to:
const address = client.buildAuthorizationUrl(config, {
  redirect_uri: "{home}callback",
  scope: "openid profile email groups",
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
});
// At the callback:
const tokens = await client.authorizationCodeGrant(config, currentUrl, { pkceCodeVerifier: verifier, expectedState: state });
const { sub, email, groups } = tokens.claims();"#,
    },
    Recipe {
        program: "JavaScript in the browser: oidc-client-ts",
        redirect: Some("callback"),
        backchannel: None,
        text: r#"// A public app: it has no secret.
import { UserManager } from "oidc-client-ts";

const manager = new UserManager({
  authority: "{issuer}",
  client_id: "{client_id}",
  redirect_uri: "{home}callback",
  post_logout_redirect_uri: "{home}",
  // With offline_access it renews by a refresh token; in a hidden frame browsers send no cookies.
  scope: "openid profile email groups offline_access",
});
if (location.pathname === "/callback") {
  await manager.signinCallback();
  history.replaceState(null, "", "/");
}
const user = await manager.getUser();
if (!user) await manager.signinRedirect();
// Later: manager.signinSilent() renews, manager.signoutRedirect() signs out."#,
    },
    Recipe {
        program: "",
        redirect: None,
        backchannel: None,
        text: r#"Issuer: {issuer}
Discovery: {issuer}/.well-known/openid-configuration
Client ID: {client_id}
Client secret: {secret} (client_secret_basic or client_secret_post)
Flow: authorization code with PKCE (S256)
Scopes: openid profile email groups offline_access
User ID: sub (stays when the email changes)"#,
    },
];

/// A recipe with the values of an app. `secret` is a placeholder for the client secret, which cannot be shown again.
pub fn filled(text: &str, issuer: &str, client_id: &str, home: &AppAddress, secret: &str) -> String {
    let (host, home) = (home.host().unwrap_or_default(), home.as_str());
    let slash = if home.ends_with('/') { "" } else { "/" };
    text.replace("{issuer}", issuer)
        .replace("{client_id}", client_id)
        .replace("{host}", &host)
        .replace("{home}", &format!("{home}{slash}"))
        .replace("{secret}", secret)
}
