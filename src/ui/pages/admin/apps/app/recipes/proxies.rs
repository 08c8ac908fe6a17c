//! How proxies are set up that sign people in to apps without a sign-in of their own: `docs/apps.md` has the
//! same, and the browser tests run that file.

use super::programs::Recipe;

/// All of them. Besides what other recipes have, `{host}` is filled in. Chaveiro is at `127.0.0.1:3000`
/// there, the app at `127.0.0.1:8080`.
pub const PROXY_RECIPES: [Recipe; 3] = [
    Recipe {
        program: "nginx",
        redirect: None,
        backchannel: None,
        text: r#"# in the server { … } of {host}
# WebSockets: not what a browser says itself, which could name the headers below.
set $chaveiro_connection close;
if ($http_upgrade) {
    set $chaveiro_connection upgrade;
}

location / {
    auth_request /.chaveiro/check;
    auth_request_set $chaveiro_sign_in $upstream_http_location;
    auth_request_set $chaveiro_user $upstream_http_remote_user;
    auth_request_set $chaveiro_email $upstream_http_remote_email;
    auth_request_set $chaveiro_name $upstream_http_remote_name;
    auth_request_set $chaveiro_groups $upstream_http_remote_groups;
    error_page 401 = @chaveiro_sign_in;
    error_page 403 /.chaveiro/no-access;

    proxy_set_header Remote-User $chaveiro_user;
    proxy_set_header Remote-Email $chaveiro_email;
    proxy_set_header Remote-Name $chaveiro_name;
    proxy_set_header Remote-Groups $chaveiro_groups;
    proxy_set_header Host $http_host;
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $chaveiro_connection;
    proxy_pass http://127.0.0.1:8080;
}

location @chaveiro_sign_in {
    if ($chaveiro_sign_in = "") {
        return 401;
    }
    return 302 $chaveiro_sign_in;
}

location = /.chaveiro/check {
    internal;
    proxy_pass http://127.0.0.1:3000/forward-auth/{client_id};
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_set_header X-Original-Method $request_method;
    proxy_set_header X-Original-URL $scheme://$http_host$request_uri;
    proxy_set_header X-Forwarded-Uri "";
    proxy_set_header X-Forwarded-For $remote_addr;
    # The groups of a person may be many.
    proxy_buffer_size 32k;
    proxy_buffers 4 32k;
}

location /.chaveiro/ {
    proxy_pass http://127.0.0.1:3000;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
}"#,
    },
    Recipe {
        program: "Caddy",
        redirect: None,
        backchannel: None,
        text: r#"{host} {
    handle /.chaveiro/* {
        reverse_proxy 127.0.0.1:3000
    }
    handle {
        forward_auth 127.0.0.1:3000 {
            uri /forward-auth/{client_id}
            copy_headers Remote-User Remote-Email Remote-Name Remote-Groups
        }
        # Some programs read these as the same headers.
        request_header -Remote_User
        request_header -Remote_Email
        request_header -Remote_Name
        request_header -Remote_Groups
        reverse_proxy 127.0.0.1:8080
    }
}"#,
    },
    Recipe {
        program: "Traefik",
        redirect: None,
        backchannel: None,
        text: r#"http:
  routers:
    app:
      rule: Host(`{host}`)
      middlewares: [chaveiro, no-lookalikes]
      service: app
    app-sign-in:
      rule: Host(`{host}`) && PathPrefix(`/.chaveiro/`)
      service: chaveiro
  middlewares:
    chaveiro:
      forwardAuth:
        address: http://127.0.0.1:3000/forward-auth/{client_id}
        authResponseHeaders: [Remote-User, Remote-Email, Remote-Name, Remote-Groups]
    no-lookalikes: # some programs read these as the same headers
      headers:
        customRequestHeaders:
          Remote_User: ""
          Remote_Email: ""
          Remote_Name: ""
          Remote_Groups: ""
  services:
    app:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:8080
    chaveiro:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:3000"#,
    },
];
