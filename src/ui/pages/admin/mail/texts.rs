//! What `/admin/mail` says, and the warning about mails on all pages of the console.

use crate::domain::Locale;

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static MailPageTexts {
    match locale {
        Locale::PtBr => &PT_BR,
        Locale::En => &EN,
    }
}

/// `/admin/mail`
pub struct MailPageTexts {
    /// The title.
    pub title: &'static str,
    /// The queue in a word: it moves.
    pub moving: &'static str,
    /// The queue in a word: an admin has paused it.
    pub standing: &'static str,
    /// The queue in a word: the mail server refuses us.
    pub refused: &'static str,
    /// It moves, and nothing waits.
    pub all_quiet: &'static str,
    /// It moves: how many have not been tried, are on their way, and are to be tried again.
    pub moves: fn(queued: i64, sending: i64, waiting: i64) -> String,
    /// The oldest mail has waited too long.
    pub late: fn(&str) -> String,
    /// An admin has paused it.
    pub paused: fn(&str) -> String,
    /// Since when the mail server refuses us.
    pub refused_since: fn(&str) -> String,
    /// When one mail is tried again.
    pub next_probe: fn(&str) -> String,
    /// The pace the operator has set.
    pub per_minute: fn(u128) -> String,
    /// The pace the operator has set.
    pub per_hour: fn(u128) -> String,
    /// The button that stops the mails.
    pub pause: &'static str,
    /// The button that lets them go on.
    pub resume: &'static str,
    /// The button that tries all again.
    pub retry_all: &'static str,
    /// Names the tabs.
    pub shelves: &'static str,
    /// The tab of those that have not left.
    pub open: &'static str,
    /// The tab of those given up.
    pub failed: &'static str,
    /// The tab of those that left.
    pub sent: &'static str,
    /// What the rows are.
    pub caption_open: &'static str,
    /// What the rows are.
    pub caption_failed: &'static str,
    /// What the rows are.
    pub caption_sent: &'static str,
    /// Heads the people.
    pub person: &'static str,
    /// Heads what the mails are for.
    pub purpose: &'static str,
    /// Heads the states.
    pub state: &'static str,
    /// Heads the numbers of tries.
    pub attempts: &'static str,
    /// Heads the times.
    pub changed: &'static str,
    /// Heads what can be done.
    pub remedy: &'static str,
    /// Under the name of somebody who has not confirmed yet.
    pub unconfirmed: &'static str,
    /// Before the mail server's own words.
    pub answer: &'static str,
    /// The button that tries one again.
    pub retry: &'static str,
    /// The button that does not wait.
    pub retry_now: &'static str,
    /// Leads to the person.
    pub open_person: &'static str,
    /// The address was refused.
    pub check_address: &'static str,
    /// The CPF is missing.
    pub add_cpf: &'static str,
    /// The mail was refused.
    pub read_answer: &'static str,
    /// A notice was refused.
    pub only_a_notice: &'static str,
    /// A link was refused.
    pub ask_again: &'static str,
    /// A registration was refused.
    pub register_again: &'static str,
    /// Nothing is left to do.
    pub nothing_to_do: &'static str,
    /// Heads the empty list of those that have not left.
    pub empty_open: &'static str,
    /// What fills it.
    pub empty_open_hint: &'static str,
    /// Leads there.
    pub empty_open_link: &'static str,
    /// Heads the empty list of failures.
    pub empty_failed: &'static str,
    /// What would stand here.
    pub empty_failed_hint: &'static str,
    /// Heads the empty list of what was sent.
    pub empty_sent: &'static str,
    /// How to try it.
    pub empty_sent_hint: &'static str,
    /// Names the pager.
    pub pages: &'static str,
    /// To the first page.
    pub first_page: &'static str,
    /// To the next page.
    pub next_page: &'static str,
    /// Heads the form of the test mail.
    pub test: &'static str,
    /// What it does.
    pub test_hint: &'static str,
    /// Labels where it goes.
    pub test_email: &'static str,
    /// The button.
    pub test_submit: &'static str,
    /// The button while the mail is under way.
    pub test_submitting: &'static str,
    /// The mail server took it.
    pub done_tested: &'static str,
    /// After a pause began.
    pub done_paused: &'static str,
    /// After it ended.
    pub done_resumed: &'static str,
    /// After one was tried again.
    pub done_retried: &'static str,
    /// After all were tried again.
    pub done_retried_all: &'static str,
    /// When there was nothing to try again.
    pub done_nothing: &'static str,
    /// Names the warning.
    pub warn_label: &'static str,
    /// Heads the warning that an admin has paused the mails.
    pub warn_paused: &'static str,
    /// Heads the warning that the mail server refuses us.
    pub warn_refused: &'static str,
    /// Since when and why, and that nothing is lost.
    pub warn_refused_body: fn(since: &str, reason: &str) -> String,
    /// Heads the warning that mails wait.
    pub warn_late: &'static str,
    /// Since when.
    pub warn_late_body: fn(&str) -> String,
    /// Leads to the outbox.
    pub warn_link: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: MailPageTexts = MailPageTexts {
    title: "E-mails",
    moving: "Funcionando",
    standing: "Pausado",
    refused: "Parado",
    all_quiet: "Tudo em dia: nenhuma mensagem espera.",
    moves: |queued, sending, waiting| {
        format!("As mensagens saem: {queued} na fila, {sending} a caminho, {waiting} com nova tentativa marcada.")
    },
    late: |since| format!("A mais antiga espera desde {since}. Veja abaixo por quê."),
    paused: |since| {
        format!("Quem administra pausou os envios em {since}. As mensagens esperam; nenhuma sai até alguém retomar.")
    },
    refused_since: |since| {
        format!("Está assim desde {since}. Nada se perde: as mensagens seguem quando ele voltar a aceitar.")
    },
    next_probe: |at| format!("Próxima tentativa com uma mensagem: {at}."),
    per_minute: |mails| format!("Ritmo configurado: no máximo {mails} por minuto."),
    per_hour: |mails| format!("Ritmo configurado: no máximo {mails} por hora."),
    pause: "Pausar envios",
    resume: "Retomar envios",
    retry_all: "Tentar todas de novo",
    shelves: "Quais mensagens",
    open: "Em aberto",
    failed: "Falharam",
    sent: "Enviadas",
    caption_open: "Mensagens que ainda não saíram, a que espera há mais tempo primeiro",
    caption_failed: "Mensagens que não saem mais, a última a falhar primeiro",
    caption_sent: "Mensagens que o servidor de e-mail aceitou, a última primeiro",
    person: "Pessoa",
    purpose: "Mensagem",
    state: "Situação",
    attempts: "Tentativas",
    changed: "Última mudança",
    remedy: "O que fazer",
    unconfirmed: "Cadastro ainda não confirmado",
    answer: "O servidor de e-mail disse:",
    retry: "Tentar de novo",
    retry_now: "Tentar agora",
    open_person: "Abrir a conta",
    check_address: "Corrija o e-mail na conta da pessoa: a correção já envia outra senha. Se ele estiver certo, tente de novo.",
    add_cpf: "Preencha o CPF na conta da pessoa e tente de novo.",
    read_answer: "Leia a resposta do servidor, resolva o que ela aponta e tente de novo.",
    only_a_notice: "Era só um aviso: a conta não depende dele. Confira se o e-mail da pessoa ainda vale.",
    ask_again: "A pessoa pode pedir outro link. Confira antes se o e-mail da conta ainda vale.",
    register_again: "Quem se cadastrou pode repetir o cadastro com outro e-mail.",
    nothing_to_do: "Nada: outra mensagem tomou o lugar desta, ou a pessoa já não precisa dela.",
    empty_open: "Nenhuma mensagem espera",
    empty_open_hint: "Quando você cria uma pessoa, a senha temporária dela passa por aqui.",
    empty_open_link: "Cadastrar pessoa",
    empty_failed: "Nenhuma mensagem falhou",
    empty_failed_hint: "As que o servidor recusar de vez aparecem aqui, com o motivo e o que fazer.",
    empty_sent: "Nada foi enviado ainda",
    empty_sent_hint: "Envie um teste logo abaixo para ver se o servidor de e-mail aceita.",
    pages: "Páginas",
    first_page: "Voltar ao começo",
    next_page: "Próximas",
    test: "Enviar um e-mail de teste",
    test_hint: "Sai na hora, sem passar pela fila, e dizemos em que etapa parou se não chegar. Leva no máximo 30 segundos.",
    test_email: "E-mail que recebe o teste",
    test_submit: "Enviar teste",
    test_submitting: "Enviando…",
    done_tested: "O servidor de e-mail aceitou o teste. Veja se ele chegou na caixa de entrada.",
    done_paused: "Os envios estão pausados. As mensagens esperam até você retomar.",
    done_resumed: "Os envios continuam.",
    done_retried: "A mensagem está na fila de novo.",
    done_retried_all: "As que esperavam podem sair agora, e quem ficou sem mensagem ganhou outra na fila.",
    done_nothing: "Não há o que tentar de novo: nenhuma mensagem espera e ninguém ficou sem a sua.",
    warn_label: "Aviso sobre os envios",
    warn_paused: "Os envios estão pausados",
    warn_refused: "Os envios estão parados",
    warn_refused_body: |since, reason| {
        format!("{reason} Está assim desde {since}. Nada se perde: as mensagens esperam e seguem quando ele voltar.")
    },
    warn_late: "Os envios estão atrasados",
    warn_late_body: |since| format!("A mensagem mais antiga espera desde {since}. Ela segue assim que possível."),
    warn_link: "Ver as mensagens",
};

/// In English.
pub static EN: MailPageTexts = MailPageTexts {
    title: "E-mails",
    moving: "Running",
    standing: "Paused",
    refused: "Stopped",
    all_quiet: "All quiet: no e-mail is waiting.",
    moves: |queued, sending, waiting| {
        format!("E-mails leave: {queued} queued, {sending} on their way, {waiting} to be tried again.")
    },
    late: |since| format!("The oldest has been waiting since {since}. See below why."),
    paused: |since| {
        format!("An administrator paused the e-mails on {since}. They wait; none leaves until somebody resumes.")
    },
    refused_since: |since| {
        format!("It has been so since {since}. Nothing is lost: the e-mails leave once it accepts them again.")
    },
    next_probe: |at| format!("One e-mail is tried next at {at}."),
    per_minute: |mails| format!("Pace as set: at most {mails} a minute."),
    per_hour: |mails| format!("Pace as set: at most {mails} an hour."),
    pause: "Pause sending",
    resume: "Resume sending",
    retry_all: "Try all again",
    shelves: "Which e-mails",
    open: "Not sent yet",
    failed: "Failed",
    sent: "Sent",
    caption_open: "E-mails that have not left, the longest waiting first",
    caption_failed: "E-mails that will not go any more, the last to fail first",
    caption_sent: "E-mails the mail server has taken, the latest first",
    person: "Person",
    purpose: "E-mail",
    state: "State",
    attempts: "Tries",
    changed: "Last change",
    remedy: "What to do",
    unconfirmed: "Registration not confirmed yet",
    answer: "The mail server said:",
    retry: "Try again",
    retry_now: "Try now",
    open_person: "Open the account",
    check_address: "Correct the address in the person's account, which sends another password. If it is right, try again.",
    add_cpf: "Enter the CPF in the person's account, then try again.",
    read_answer: "Read the mail server's words, mend what they point at, and try again.",
    only_a_notice: "It was a notice only: the account does not depend on it. Check that the person's address is still good.",
    ask_again: "The person can ask for another link. Check first that the account's address is still good.",
    register_again: "Whoever registered can do so again, with another address.",
    nothing_to_do: "Nothing: another e-mail took its place, or the person needs none any more.",
    empty_open: "No e-mail is waiting",
    empty_open_hint: "When you create a person, their temporary password passes through here.",
    empty_open_link: "Create a person",
    empty_failed: "No e-mail has failed",
    empty_failed_hint: "Those the mail server refuses for good appear here, with the reason and what to do.",
    empty_sent: "Nothing has been sent yet",
    empty_sent_hint: "Send a test below to see whether the mail server accepts.",
    pages: "Pages",
    first_page: "Back to the start",
    next_page: "Next",
    test: "Send a test e-mail",
    test_hint: "It leaves at once, beside the queue, and we say at which step it stopped if it does not get through. It takes 30 seconds at most.",
    test_email: "Address that gets the test",
    test_submit: "Send test",
    test_submitting: "Sending…",
    done_tested: "The mail server took the test. See whether it reached the inbox.",
    done_paused: "Sending is paused. The e-mails wait until you resume.",
    done_resumed: "Sending goes on.",
    done_retried: "The e-mail is queued again.",
    done_retried_all: "Those that waited may leave now, and whoever missed theirs has a fresh one in the queue.",
    done_nothing: "There is nothing to try again: no e-mail is waiting and nobody misses theirs.",
    warn_label: "Warning about e-mails",
    warn_paused: "E-mails are paused",
    warn_refused: "E-mails have stopped",
    warn_refused_body: |since, reason| {
        format!("{reason} It has been so since {since}. Nothing is lost: the e-mails wait and leave when it is back.")
    },
    warn_late: "E-mails are late",
    warn_late_body: |since| format!("The oldest has been waiting since {since}. It leaves as soon as possible."),
    warn_link: "See the e-mails",
};
