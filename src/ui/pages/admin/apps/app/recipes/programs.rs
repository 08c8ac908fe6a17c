//! How programs are set up: `docs/apps.md` has the same, and a test compares the two.

/// How one program is set up.
pub struct Recipe {
    /// The program.
    pub program: &'static str,
    /// Where it takes codes, after its home page; none where the program shows it.
    pub redirect: Option<&'static str>,
    /// What to copy: `{issuer}`, `{client_id}` and `{home}` are filled in.
    pub text: &'static str,
}

/// All of them; the last is for anything else.
pub const RECIPES: [Recipe; 10] = [
    Recipe {
        program: "Django: mozilla-django-oidc",
        redirect: Some("oidc/callback/"),
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
        text: r#"# settings.py
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.socialaccount",
                   "allauth.socialaccount.providers.openid_connect"]
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
}"#,
    },
    Recipe {
        program: "Apache: mod_auth_openidc",
        redirect: Some("oidc/callback"),
        text: r#"OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret SECRET
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
c.GenericOAuthenticator.allow_all = True"#,
    },
    Recipe {
        program: "Nextcloud (user_oidc)",
        redirect: Some("apps/user_oidc/code"),
        text: r#"php occ user_oidc:provider chaveiro \
  --clientid="{client_id}" --clientsecret="SECRET" \
  --discoveryuri="{issuer}/.well-known/openid-configuration" \
  --scope="openid profile email groups" \
  --unique-uid=0 --mapping-uid=sub --mapping-display-name=name \
  --mapping-email=email --mapping-groups=groups --group-provisioning=1"#,
    },
    Recipe {
        program: "Moodle (auth_oidc)",
        redirect: Some("auth/oidc/"),
        text: r#"Client ID: {client_id}
Client secret: SECRET
Authorization endpoint: {issuer}/oauth/authorize
Token endpoint: {issuer}/oauth/token
Resource: (empty)
Scope: openid profile email groups
Identity provider type: Other"#,
    },
    Recipe {
        program: "Grafana",
        redirect: Some("login/generic_oauth"),
        text: r#"[auth.generic_oauth]
enabled = true
name = Chaveiro
client_id = {client_id}
client_secret = SECRET
scopes = openid profile email groups
auth_url = {issuer}/oauth/authorize
token_url = {issuer}/oauth/token
api_url = {issuer}/oauth/userinfo
use_pkce = true
login_attribute_path = email
groups_attribute_path = groups"#,
    },
    Recipe {
        program: "Gitea / Forgejo",
        redirect: Some("user/oauth2/chaveiro/callback"),
        text: r#"gitea admin auth add-oauth --name chaveiro --provider openidConnect \
  --key "{client_id}" --secret "SECRET" \
  --auto-discover-url "{issuer}/.well-known/openid-configuration" \
  --scopes "profile email groups" --group-claim-name groups"#,
    },
    Recipe {
        program: "Node: openid-client 6",
        redirect: Some("callback"),
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
        program: "",
        redirect: None,
        text: r#"Issuer: {issuer}
Discovery: {issuer}/.well-known/openid-configuration
Client ID: {client_id}
Client secret: SECRET (client_secret_basic or client_secret_post)
Flow: authorization code with PKCE (S256)
Scopes: openid profile email groups offline_access
User ID: sub (stays when the email changes)"#,
    },
];

/// A recipe with the values of an app.
pub fn filled(text: &str, issuer: &str, client_id: &str, home: &str) -> String {
    let slash = if home.ends_with('/') { "" } else { "/" };
    text.replace("{issuer}", issuer).replace("{client_id}", client_id).replace("{home}", &format!("{home}{slash}"))
}
