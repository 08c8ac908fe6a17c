//! What our mails say, in Brazilian Portuguese.

use crate::locale::mail::{
    AlreadyRegisteredTexts, ApprovalAskedTexts, CodeExhaustedTexts, CodesClosedTexts, ConfirmRegistrationTexts,
    MailTexts, Moment, NewDeviceTexts, PasswordChangedTexts, RegistrationApprovedTexts, RegistrationRefusedTexts,
    SetPasswordTexts, TemporaryPasswordTexts, TestTexts, own_account,
};

/// The sentences of all mails.
pub static MAIL: MailTexts = MailTexts {
    greeting: |name| format!("Olá, {name}."),
    greeting_without_name: "Olá.",
    moment_in_short: date_and_hour,
    caretakers: |organization| format!("quem cuida das contas de {organization}"),
    never_asked: "Nunca pedimos sua senha por e-mail, mensagem ou telefone.",
    unexpected: |contact| format!("Se você não esperava esta mensagem, ignore-a e avise {contact}."),
    footer: |organization| format!("{organization} · mensagem automática"),

    temporary_password: TemporaryPasswordTexts {
        subject: |organization| format!("Sua conta em {organization} foi criada"),
        subject_again: |organization| format!("Nova senha temporária para {organization}"),
        preheader: |until| format!("Abra o link, digite a senha temporária e crie a sua. Vale até {until}."),
        created_by: |creator, organization| format!("{creator} criou uma conta para você em {organization}."),
        created: |organization| format!("Uma conta foi criada para você em {organization}."),
        again: |organization| {
            format!(
                "Esta é uma nova senha temporária para sua conta em {organization}. \
                 A que você recebeu antes não funciona mais."
            )
        },
        open: "Abra este endereço:",
        enter: "Digite esta senha temporária:",
        choose: "Na mesma página, crie sua nova senha. A temporária deixa de funcionar nesse momento.",
        without_link: |site, email| {
            format!(
                "O endereço não abre? Digite {site} no navegador e entre com seu e-mail ({email}) e a senha temporária."
            )
        },
        deadline: |until, contact| {
            format!(
                "A senha temporária vale até {until}. Depois disso, peça outra na página de entrada ou a {contact}."
            )
        },
    },

    confirm_registration: ConfirmRegistrationTexts {
        subject: |organization| format!("Confirme seu cadastro em {organization}"),
        preheader: |until| format!("Falta só confirmar que este e-mail é seu. O link vale até {until}."),
        why: |email, organization| {
            format!("Recebemos um pedido de cadastro em {organization} com este e-mail ({email}).")
        },
        open: "Se foi você, abra este endereço e confirme:",
        deadline: |until| format!("O link vale até {until} e funciona uma única vez."),
        not_you: "Se não foi você, ignore esta mensagem: sem a confirmação, nenhuma conta é aberta.",
    },

    already_registered: AlreadyRegisteredTexts {
        subject: |organization| format!("Você já tem uma conta em {organization}"),
        preheader: "Alguém tentou se cadastrar com o seu e-mail. Nada mudou na sua conta.",
        why: |email, organization| {
            format!(
                "Alguém, talvez você, tentou se cadastrar em {organization} com este e-mail \
                 ({email}). Ele já tem uma conta, e nada mudou nela."
            )
        },
        sign_in: "Se foi você, entre com a senha que já tem:",
        forgotten: "Se você não lembra a senha, escolha “Esqueceu a senha” nessa página.",
        not_you: "Se não foi você, ignore esta mensagem.",
    },

    password_changed: PasswordChangedTexts {
        subject: |organization| format!("Sua senha em {organization} foi alterada"),
        preheader: "Se foi você, não precisa fazer nada. Se não foi, veja o que fazer.",
        what: |email, organization, at, address| {
            let from = address.map_or_else(String::new, |address| format!(", a partir do endereço de rede {address}"));
            format!("A senha da sua conta em {organization} ({email}) foi alterada em {at}{from}.")
        },
        it_was_you: "Se foi você, não precisa fazer nada.",
        not_you: "Se não foi você, aja agora:",
        tell: |contact| format!("Avise {contact} e peça para desativar sua conta."),
        elsewhere: "Se você usa a mesma senha em outro lugar, troque-a lá também.",
        reset: "Crie outra senha agora: escolha “Esqueceu a senha” nesta página, e todas as sessões terminam:",
    },

    code_exhausted: CodeExhaustedTexts {
        subject: |organization| format!("Tentativas de entrar na sua conta em {organization}"),
        preheader: "Alguém errou sua senha temporária várias vezes. Ninguém entrou na sua conta.",
        what: |email, organization, at, address| {
            let from = address.map_or_else(String::new, |address| format!(", a partir do endereço de rede {address}"));
            format!(
                "A senha temporária da sua conta em {organization} ({email}) foi digitada errada vezes demais; \
                 a última vez foi em {at}{from}."
            )
        },
        safe: "Ninguém entrou. Para sua segurança, a página de entrada não aceita mais essa senha temporária. \
               Se não foi você, não precisa avisar ninguém; para entrar:",
        link: "Abra o link da mensagem com a senha temporária: por ele, ela ainda funciona.",
        another: "Ou peça outra senha temporária:",
    },

    codes_closed: CodesClosedTexts {
        subject: |organization| format!("Muitas senhas erradas em {organization}"),
        preheader: "Senhas temporárias curtas só funcionam pelo link do e-mail, por enquanto.",
        what: |organization, at, guesses| {
            format!(
                "Em {organization}, a página de entrada recebeu {guesses} senhas temporárias erradas em 24 horas; \
                 o limite foi atingido em {at}. Parece que alguém está tentando adivinhá-las."
            )
        },
        people: "Até que as tentativas de um dia atrás deixem de contar, senhas temporárias curtas só funcionam pelo \
                 link do e-mail. Quem já tem senha própria entra como sempre.",
        do_now: "Veja no registro de onde vieram as tentativas e, se der, bloqueie a origem na sua rede:",
    },

    set_password: SetPasswordTexts {
        subject: |organization| format!("Crie uma nova senha em {organization}"),
        preheader: |until| format!("O link desta mensagem vale uma vez, até {until}."),
        why: |email, organization, address| match address {
            Some(address) => format!(
                "Alguém no endereço de rede {address} pediu uma nova senha para a conta {email} em {organization}."
            ),
            None => format!("Alguém pediu uma nova senha para a conta {email} em {organization}."),
        },
        open: "Se foi você, abra este link e escolha uma:",
        deadline: |until| {
            format!("O link vale uma vez, até {until}. Enquanto você não salvar outra, a senha atual continua.")
        },
        not_you: "Se não foi você, ignore esta mensagem: nada muda.",
    },

    own_account: &own_account::PT_BR,

    new_device: NewDeviceTexts {
        subject: |organization| format!("Entrada em outro aparelho: {organization}"),
        preheader: "Sua conta foi aberta num navegador que ainda não conhecíamos. Foi você?",
        what: |email, organization, at, address| {
            let from = address.map_or_else(String::new, |address| format!(", a partir do endereço de rede {address}"));
            format!(
                "Sua conta em {organization} ({email}) foi aberta com a senha certa em {at}{from}, \
                 num aparelho ou navegador que ainda não conhecíamos."
            )
        },
        it_was_you: "Se foi você, não precisa fazer nada: da próxima vez ele será reconhecido.",
        not_you: "Se não foi você, alguém sabe sua senha. Aja agora:",
        change: "Entre, troque a senha e encerre as sessões que não reconhece:",
        tell: |contact| format!("Se não consegue entrar, avise {contact}."),
    },

    approval_asked: ApprovalAskedTexts {
        subject: |organization| format!("Cadastros a aprovar em {organization}"),
        preheader: "Alguém se cadastrou e só entra depois que um administrador aprovar.",
        what: |organization| {
            format!(
                "Alguém se cadastrou em {organization} e confirmou o próprio e-mail. \
                 Até que um administrador aprove, não consegue entrar."
            )
        },
        look: "Veja quem está aguardando e aprove ou recuse:",
        once: "Pode haver mais gente aguardando: enviamos um aviso quando a primeira pessoa aguarda, não um por cadastro.",
    },

    registration_approved: RegistrationApprovedTexts {
        subject: |organization| format!("Você já pode entrar em {organization}"),
        preheader: "Seu cadastro foi aprovado. Entre com a senha que você escolheu.",
        what: |email, organization| format!("Seu cadastro em {organization} ({email}) foi aprovado."),
        sign_in: "Entre com a senha que você escolheu ao se cadastrar:",
    },

    registration_refused: RegistrationRefusedTexts {
        subject: |organization| format!("Seu cadastro em {organization}"),
        preheader: "Obrigado pelo interesse. Seu cadastro não foi aprovado.",
        what: |email, organization| {
            format!(
                "Obrigado pelo interesse em {organization}. Seu cadastro ({email}) não foi aprovado, \
                 e nenhuma conta foi aberta."
            )
        },
        questions: |contact| format!("Se acha que foi engano, fale com {contact}. O endereço do site:"),
    },

    test: TestTexts {
        subject: |organization| format!("Mensagem de teste de {organization}"),
        preheader: "Se você está lendo isto, o envio de e-mails funciona.",
        works: |organization| {
            format!(
                "Esta é uma mensagem de teste de {organization}. \
                 Se você está lendo isto, o envio de e-mails funciona."
            )
        },
        link: "As mensagens levam as pessoas a este endereço:",
        nothing_to_do: "Você não precisa fazer nada.",
    },
};

fn date_and_hour(moment: Moment) -> String {
    let Moment { year, month, day, hour, minute } = moment;
    if minute == 0 {
        format!("{day:02}/{month:02}/{year} às {hour}h")
    } else {
        format!("{day:02}/{month:02}/{year} às {hour}h{minute:02}")
    }
}
