// The few words tests have to know; everything else is found by field, form and role.

export type Language = "pt-BR" | "en";
export const languages: Language[] = ["pt-BR", "en"];

/** What a browser of somebody who reads this language asks for. */
export const browserLocale = { "pt-BR": "pt-BR", en: "en-US" } as const;

export const words = {
  "pt-BR": {
    error: "Erro: ",
    show: "Mostrar",
    hide: "Ocultar",
    shown: "A senha está visível.",
    hidden: "A senha está oculta.",
    waiting: "Na fila",
    invited: "Convite enviado",
    active: "Acesso ativo",
    sending: "Enviando",
    sent: "Aceito pelo servidor",
    failed: "Falha no envio",
    tryAgainLater: "Nova tentativa agendada",
    member: "Usuário",
    createPassword: "Crie sua senha",
    signIn: "Entrar",
  },
  en: {
    error: "Error: ",
    show: "Show",
    hide: "Hide",
    shown: "The password is visible.",
    hidden: "The password is hidden.",
    waiting: "Queued",
    invited: "Invited",
    active: "Active",
    sending: "Sending",
    sent: "Accepted",
    failed: "Delivery failed",
    tryAgainLater: "Retry scheduled",
    member: "User",
    createPassword: "Create your password",
    signIn: "Sign in",
  },
} as const;
