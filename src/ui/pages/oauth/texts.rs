//! What the pages between an app and Chaveiro say.

use crate::domain::Locale;

/// The sentences in one language. `app` is what people call the app.
pub struct Words {
    /// Heads the page that goes on to an app.
    pub go_on_title: fn(app: &str) -> String,
    /// That the page goes on without a click.
    pub go_on_lede: &'static str,
    /// The link for whom it does not.
    pub go_on: fn(app: &str) -> String,
    /// The person may not use the app.
    pub no_access: fn(app: &str) -> String,
    /// What to do about that.
    pub no_access_lede: &'static str,
    /// Back to the app.
    pub back: fn(app: &str) -> String,
    /// The app was opened before.
    pub finished: fn(app: &str) -> String,
    /// What to do then.
    pub finished_lede: &'static str,
    /// Opens the app.
    pub open: fn(app: &str) -> String,
    /// The sign-in took too long.
    pub expired: fn(app: &str) -> String,
    /// What to do then.
    pub expired_lede: &'static str,
    /// The title where the app is not known any more.
    pub gone: &'static str,
    /// What to do then.
    pub gone_lede: &'static str,
    /// The app's request cannot be answered.
    pub refused: &'static str,
    /// It says a wrong client ID.
    pub unknown_app: &'static str,
    /// It names an address it has not registered.
    pub other_address: &'static str,
    /// It cannot be read.
    pub malformed: &'static str,
    /// The app's logout request is invalid.
    pub bad_logout: &'static str,
    /// What to do then.
    pub bad_logout_lede: &'static str,
    /// Nobody is signed in, or not any more.
    pub signed_out: &'static str,
    /// What that does not mean: not every app can be told, and some keep a session of their own.
    pub signed_out_lede: &'static str,
    /// To the start page.
    pub home: &'static str,
    /// Heads the question before signing out.
    pub sign_out: &'static str,
    /// Who asks.
    pub sign_out_lede: &'static str,
    /// The button.
    pub sign_out_submit: &'static str,
    /// The way back.
    pub stay: &'static str,
    /// Heads the page that asks for the password again.
    pub confirm: &'static str,
    /// Why.
    pub confirm_lede: &'static str,
    /// The button.
    pub confirm_submit: &'static str,
    /// The button that signs out, for whom it is somebody else's account.
    pub other_account: &'static str,
    /// On the sign-in page: which app waits.
    pub waiting: fn(app: &str) -> String,
}

/// The sentences in `locale`.
pub fn texts(locale: Locale) -> &'static Words {
    locale.pick(&PT_BR, &EN)
}

static PT_BR: Words = Words {
    go_on_title: |app| format!("Abrindo {app}"),
    go_on_lede: "Se a página não abrir sozinha, use o botão.",
    go_on: |app| format!("Continuar para {app}"),
    no_access: |app| format!("Você não tem acesso a {app}"),
    no_access_lede: "Se precisar desse aplicativo, peça acesso a quem administra as contas.",
    back: |app| format!("Voltar para {app}"),
    finished: |app| format!("Você já entrou em {app}"),
    finished_lede: "Esta página já foi usada. Abra o aplicativo de novo.",
    open: |app| format!("Abrir {app}"),
    expired: |app| format!("O prazo para entrar em {app} terminou"),
    expired_lede: "O pedido do aplicativo vale por 30 minutos e só no navegador em que começou. Abra o aplicativo para \
                   começar de novo.",
    gone: "Este pedido não vale mais",
    gone_lede: "Volte ao aplicativo que você queria usar e entre de novo.",
    refused: "Não foi possível entrar no aplicativo",
    unknown_app: "O aplicativo que enviou você não está cadastrado aqui. Avise quem administra o aplicativo: o client ID \
                  está errado ou foi excluído.",
    other_address: "O aplicativo pediu para voltar a um endereço que não está cadastrado. Avise quem administra o \
                    aplicativo: o endereço de retorno (redirect URI) precisa ser igual ao cadastrado.",
    malformed: "O pedido do aplicativo está incompleto ou repetido. Volte ao aplicativo e tente de novo.",
    bad_logout: "Não foi possível sair pelo aplicativo",
    bad_logout_lede: "O pedido do aplicativo não confere com o cadastro. Se você ainda estiver na sua conta, use Sair no menu.",
    signed_out: "Sessão encerrada",
    signed_out_lede: "Se um aplicativo continuar aberto, saia também nele.",
    home: "Ir para a página inicial",
    sign_out: "Sair da sua conta?",
    sign_out_lede: "Um aplicativo pediu para encerrar sua sessão aqui.",
    sign_out_submit: "Sair",
    stay: "Continuar na conta",
    confirm: "Confirme sua senha",
    confirm_lede: "O aplicativo quer ter certeza de que é você.",
    confirm_submit: "Confirmar senha",
    other_account: "Entrar com outra conta",
    waiting: |app| format!("Para continuar em {app}."),
};

static EN: Words = Words {
    go_on_title: |app| format!("Opening {app}"),
    go_on_lede: "If the page doesn't open by itself, use the button.",
    go_on: |app| format!("Continue to {app}"),
    no_access: |app| format!("You don't have access to {app}"),
    no_access_lede: "If you need this app, ask an admin for access.",
    back: |app| format!("Back to {app}"),
    finished: |app| format!("You've already signed in to {app}"),
    finished_lede: "This page has been used. Open the app again.",
    open: |app| format!("Open {app}"),
    expired: |app| format!("Your sign-in to {app} timed out"),
    expired_lede: "The app's request works for 30 minutes, and only in the browser it started in. Open the app to start \
                   again.",
    gone: "This request no longer works",
    gone_lede: "Go back to the app you wanted to use and sign in again.",
    refused: "Couldn't sign in to the app",
    unknown_app: "The app that sent you is not registered here. Tell the person who runs the app: its client ID is wrong or has \
                  been deleted.",
    other_address: "The app asked to return to an address that is not registered. Tell the person who runs the app: the \
                    redirect URI has to be the same as the registered one.",
    malformed: "The app's request is incomplete or repeated. Go back to the app and try again.",
    bad_logout: "Couldn't sign out through the app",
    bad_logout_lede: "The app's request doesn't match its registration. If you're still signed in, use Sign out in the menu.",
    signed_out: "You're signed out",
    signed_out_lede: "If an app is still open, sign out there too.",
    home: "Go to the start page",
    sign_out: "Sign out of your account?",
    sign_out_lede: "An app asked to end your session here.",
    sign_out_submit: "Sign out",
    stay: "Stay signed in",
    confirm: "Confirm your password",
    confirm_lede: "The app wants to be sure it's you.",
    confirm_submit: "Confirm password",
    other_account: "Use another account",
    waiting: |app| format!("To continue to {app}."),
};
