//! What our pages say, in Brazilian Portuguese.

use crate::domain::{Channel, Preset, Role};
use crate::locale::pages::{
    AccountTexts, ConfirmTexts, FailureTexts, FirstAccessTexts, FormTexts, FrameTexts, LoginTexts, NewUserTexts,
    OutboxTexts, PageTexts, PasswordTexts, RegisterTexts, SetupTexts, UsersTexts,
};

/// The sentences of all pages.
pub static PAGES: PageTexts = PageTexts {
    frame: FrameTexts {
        skip: "Ir para o conteúdo",
        dev_label: "Modo de desenvolvimento",
        dev: "Modo de desenvolvimento: nenhum e-mail sai daqui.",
        dev_link: "Ver os e-mails capturados",
        places: "Administração",
        users: "Pessoas",
        new_user: "Criar pessoa",
        mail: "E-mails",
        audit: "Registro",
        sign_out: "Sair",
        about: |organization| match organization {
            "Chaveiro" => "Chaveiro entrega contas.".to_owned(),
            organization => format!("{organization} usa o Chaveiro para entregar contas."),
        },
        language: "Idioma",
        theme: "Tema",
        theme_system: "Tema do sistema",
        theme_light: "Tema claro",
        theme_dark: "Tema escuro",
    },

    form: FormTexts {
        error: "Erro: ",
        problem: "Há um problema",
        done: "Pronto",
        unreachable: "O servidor não responde",
        unreachable_body: "Nada do que você digitou se perdeu. Confira sua conexão, espere um pouco e envie de novo.",
        optional: "(opcional)",
        display_name: "Nome",
        email: "E-mail",
        password: "Senha",
        new_password: "Nova senha",
        password_rule: |minimum| {
            format!("Pelo menos {minimum} caracteres. Uma frase curta serve bem; espaços e acentos contam.")
        },
        confirm_password: "Sua senha atual",
        confirm_password_hint: "Passaram mais de 10 minutos desde que você a digitou, e este passo pede certeza.",
        username: "E-mail da conta",
    },

    password: PasswordTexts {
        show: "Mostrar",
        hide: "Ocultar",
        password: "senha",
        current_password: "senha atual",
        new_password: "nova senha",
        shown: "A senha está visível.",
        hidden: "A senha está oculta.",
        long_enough: |minimum| format!("{minimum} caracteres ou mais"),
        not_about_you: "Mais que seu nome, seu e-mail ou o nome da organização",
        not_common: "Fora da lista das mais usadas (conferimos ao salvar)",
        met: "Cumprido: ",
        unmet: "Falta: ",
        one_missing: "Falta 1 caractere.",
        some_missing: "Faltam # caracteres.",
        good: "O tamanho está bom.",
    },

    login: LoginTexts {
        title: "Entrar",
        lede: |organization| format!("Na sua conta em {organization}."),
        password_hint: "No primeiro acesso, use a senha temporária que enviamos por e-mail.",
        submit: "Entrar",
        no_account: "Ainda não tem conta?",
        register: "Cadastre-se",
        session_ended: "Sua sessão terminou",
        session_ended_body: "Entre para continuar de onde parou.",
        signed_out: "Você saiu da sua conta.",
    },

    first_access: FirstAccessTexts {
        title: "Crie sua senha",
        lede: "Você entrou com uma senha temporária. Escolha agora uma senha só sua; a temporária deixa de funcionar \
               e sua conta se abre.",
        submit: "Salvar senha e entrar",
        not_you: "Não esperava uma conta? Saia e avise quem administra.",
    },

    setup: SetupTexts {
        title: "Crie a conta de quem administra",
        lede: "Este endereço vale uma vez. Quando a conta existir, ele se fecha.",
        submit: "Criar conta e entrar",
    },

    register: RegisterTexts {
        title: "Cadastre-se",
        lede: "Enviamos um link para confirmar que o e-mail é seu.",
        submit: "Criar conta",
        have_account: "Já tem conta?",
        login: "Entre",
        sent_title: "Confira seu e-mail",
        sent_lede: "Uma mensagem está a caminho do endereço que você digitou.",
        sent_steps: [
            "Abra a mensagem em até 24 horas.",
            "Siga o link que está nela. Neste navegador basta um clique; em outro, pedimos a senha que você escolheu.",
            "Confirme o cadastro: sua conta se abre.",
        ],
        not_arrived: "Não chegou? Olhe na pasta de spam ou",
        again: "cadastre-se de novo",
    },

    confirm: ConfirmTexts {
        title: "Confirme seu cadastro",
        lede: "Falta um passo: confirmar que o e-mail é seu.",
        lede_password: "Falta um passo: confirmar que o e-mail é seu. Como este não é o navegador do cadastro, digite \
                        também a senha.",
        password_hint: "A que você escolheu ao se cadastrar.",
        submit: "Confirmar cadastro",
    },

    account: AccountTexts {
        title: "Sua conta",
        data: "Seus dados",
        data_hint: "Para mudar o nome ou o e-mail, fale com quem administra.",
        role: "Papel",
        password: "Senha",
        password_hint: "Ao trocar a senha, as outras sessões terminam.",
        current_password: "Senha atual",
        change_password: "Trocar senha",
        sessions: "Sessões",
        sessions_hint: "Onde sua conta está aberta agora.",
        this_session: "Esta sessão",
        since: "desde",
        last_seen: "última atividade",
        agent: |browser, system| format!("{browser} no {system}"),
        unknown_agent: "Navegador desconhecido",
        end_session: "Encerrar",
        end_others: "Encerrar todas as outras",
        language: "Idioma",
        language_hint: "Das páginas e dos e-mails que você recebe.",
        save_language: "Salvar idioma",
        password_changed: "Sua senha foi trocada e as outras sessões foram encerradas.",
        password_chosen: "Sua senha foi salva e a temporária não funciona mais. A conta é sua.",
        registered: "Seu cadastro foi confirmado. A conta é sua.",
        session_ended: "A sessão foi encerrada.",
        sessions_ended: "Todas as outras sessões foram encerradas.",
    },

    users: UsersTexts {
        title: "Pessoas",
        new_user: "Criar pessoa",
        person: "Pessoa",
        role: "Papel",
        state: "Situação",
        delivery: "Envio",
        last_sign_in: "Último acesso",
        never: "Ainda não entrou",
        no_delivery: "Nenhum",
        try_again: "Tentar de novo",
        send_again: "Enviar de novo",
        send_again_hint: "Sorteamos outra senha temporária. A anterior deixa de funcionar quando a nova sair.",
        send_again_submit: "Enviar outra senha",
        answer: "O servidor de e-mail disse:",
        role_name: |role| match role {
            Role::Admin => "Administrador",
            Role::Member => "Membro",
        },
        empty: "Ainda não há outras pessoas",
        empty_hint: "Escreva um nome e um e-mail: a senha temporária sai daqui e a pessoa escolhe a sua.",
        empty_submit: "Criar a primeira pessoa",
        pages: "Páginas",
        previous: "Anterior",
        next: "Próxima",
        created_before: "A conta de ",
        created_after: |email| format!(" foi criada. A senha temporária segue para {email}."),
        sent_again_before: "Outra senha temporária para ",
        sent_again_after: |email| {
            format!(" está na fila e segue para {email}. A anterior deixa de funcionar quando a nova sair.")
        },
        set_up: "Sua conta de administrador está aberta. Agora crie as contas dos outros.",
        paused: "Os envios estão parados",
        paused_body: |since, reason| {
            format!(
                "{reason} Está assim desde {since}. Nada se perde: as mensagens esperam e seguem quando ele voltar."
            )
        },
        late: "Os envios estão atrasados",
        late_body: |since| format!("A mensagem mais antiga espera desde {since}. Ela segue assim que possível."),
    },

    new_user: NewUserTexts {
        title: "Criar pessoa",
        email_hint: "Para onde vai a senha temporária.",
        role: "Papel",
        role_hint: |role| match role {
            Role::Admin => "Cria contas para os outros.",
            Role::Member => "Usa a própria conta.",
        },
        language: "Idioma da pessoa",
        language_hint: "Das páginas e do e-mail que ela recebe.",
        more: "Mais opções",
        cpf_hint: "11 dígitos, com ou sem pontos.",
        temporary_password: "Senha temporária",
        temporary_password_hint: "Sorteada na hora do envio. Ninguém a vê além da pessoa.",
        preset: |preset| match preset {
            Preset::Digits(length) => format!("{length} dígitos"),
            Preset::Alphanumeric(length) => format!("{length} letras e dígitos"),
            Preset::Unambiguous(length) => format!("{length} letras e dígitos fáceis de ler"),
            Preset::Words(words) => format!("{words} palavras"),
            Preset::Cpf => "o CPF da pessoa (não é segredo)".to_owned(),
        },
        preset_default: |preset| format!("Como na configuração: {preset}"),
        channel_legend: "Como a pessoa recebe a senha temporária",
        channel: |channel| match channel {
            Channel::Mail => ("Por e-mail", "Segue logo depois de criar a conta."),
            Channel::InPerson => {
                ("Em mãos", "Para quem não tem caixa de e-mail: você mostra ou imprime a senha com a pessoa presente.")
            }
        },
        confirm_hint: "Só é preciso para criar alguém que administra.",
        submit: "Criar e enviar senha",
        submitting: "Criando…",
        cancel: "Cancelar",
        next: "O que acontece depois",
        next_mail: "Sorteamos uma senha temporária e a enviamos por e-mail. Só a pessoa a lê.",
        next_choice: |hours| match hours {
            1 => "Ela entra e escolhe uma senha própria. A temporária vale uma hora e uma vez.".to_owned(),
            hours => format!("Ela entra e escolhe uma senha própria. A temporária vale {hours} horas e uma vez."),
        },
        next_watch: "Você acompanha aqui: na fila, enviado, ativa. Se falhar, dizemos por quê.",
    },

    outbox: OutboxTexts {
        title: "E-mails capturados",
        lede: "Ficam na memória e somem quando o programa para.",
        to: "para",
        empty: "Nenhum e-mail ainda",
        empty_hint: "Crie uma pessoa: a mensagem aparece aqui.",
        empty_link: "Criar pessoa",
        parts: "Partes da mensagem",
        text: "Texto",
        html: "HTML",
        headers: "Cabeçalhos",
        raw: "Original",
        html_frame: "Mensagem em HTML",
    },

    failure: FailureTexts {
        malformed: "O formulário não chegou inteiro",
        not_signed_in: "Entre para continuar",
        must_choose: "Crie sua senha primeiro",
        forbidden: "Esta porta não é sua",
        password_needed: "Confirme sua senha",
        conflict: "Isto não pôde ser feito",
        not_found: "Página não encontrada",
        link: "Este link não vale mais",
        too_many: "Muitas tentativas",
        busy: "Muita gente ao mesmo tempo",
        internal: "Algo falhou do nosso lado",
        home: "Voltar ao início",
        again: "Tentar de novo",
    },
};
