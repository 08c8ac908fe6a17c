//! What people and programs call a column, in Portuguese, English, Spanish and
//! what else is common.

use super::understood::Meaning;
use crate::domain::import::Column;
use crate::server::store::search::folded;

/// Whether `word` is in a list of words that are separated by blanks.
pub fn is_one_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// The words of a text in lower case, without accents.
pub fn words_of(text: &str) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What a whole name means: its words in lower case, without accents, written together.
pub fn exact(key: &str) -> Option<Meaning> {
    let meaning = match key {
        "nomecompleto" | "fullname" | "displayname" | "nomedeexibicao" | "nomeexibicao" | "nomeparaexibicao"
        | "completename" | "fulllegalname" | "nombrecompleto" | "commonname" | "nomcomplet" | "namefull"
        | "namefullname" | "namedisplayname" | "firstandlastname" | "nameandsurname" | "nombresyapellidos"
        | "nomesesobrenomes" | "nomprenom" | "nometprenom" | "prenomnom" | "prenometnom" | "nomecognome"
        | "nomeecognome" | "vornamenachname" => Meaning::FullName,
        "sobrenomenome"
        | "cognomenome"
        | "nachnamevorname"
        | "lastnamefirstname"
        | "lastfirst"
        | "surnamename"
        | "surnamefirstname"
        | "apellidosnombre"
        | "apellidosynombre"
        | "apellidosynombres"
        | "apellidoynombre"
        | "lastnamefirst"
        | "familynamegivenname" => Meaning::FullName,
        "nome" | "name" | "nombre" | "nom" | "nomes" | "names" => Meaning::Name,
        "primeironome" | "prenome" | "firstname" | "givenname" | "forename" | "fname" | "namefirst" | "first"
        | "nombres" | "primernombre" | "nombredepila" | "prenom" | "vorname" | "nomeproprio" | "nomefirst"
        | "1onome" | "1nome" | "namegivenname" | "voornaam" | "imie" => Meaning::GivenName,
        "sobrenome" | "sobrenomes" | "ultimonome" | "lastname" | "surname" | "surnames" | "familyname" | "lname"
        | "namelast" | "last" | "sn" | "apellido" | "apellidos" | "apellido1" | "primerapellido"
        | "apellidopaterno" | "nomedefamilia" | "cognome" | "nachname" | "apelidos" | "namefamilyname"
        | "nomdefamille" | "achternaam" | "nazwisko" => Meaning::FamilyName,
        "nomedomeio" | "nomemeio" | "segundonome" | "middlename" | "middlenames" | "middleinitial" | "secondname"
        | "additionalname" | "othernames" | "outrosnomes" | "segundonombre" | "namemiddle" | "middle" => {
            Meaning::MiddleName
        }
        "apellido2" | "segundoapellido" | "apellidomaterno" | "segundosobrenome" | "sobrenome2" | "secondsurname"
        | "secondlastname" | "surname2" | "lastname2" => Meaning::SecondFamilyName,
        "sufixo" | "suffix" | "namesuffix" | "sufixodonome" | "agnome" | "sufijo" | "generationqualifier" => {
            Meaning::Suffix
        }
        "nomesocial" | "preferredname" | "nomepreferido" | "knownas" | "chosenname" | "socialname" => {
            Meaning::SocialName
        }
        "apelido" => Meaning::Nickname,
        "deleted" | "suspended" | "excluido" | "excluida" | "suspenso" | "suspensa" | "bloqueado" | "bloqueada"
        | "blocked" | "blocksignin" | "blockcredential" | "disabled" | "isdisabled" | "accountdisabled"
        | "desativado" | "desativada" | "inativo" | "inativa" | "inactive" | "isinactive" | "desligado"
        | "desligada" | "issuspended" | "isdeleted" | "isblocked" | "archived" | "isarchived" | "arquivado"
        | "arquivada" => Meaning::Closed,
        "accountenabled" | "isactive" | "active" | "ativo" | "ativa" | "estaativo" | "estaativa" | "activo"
        | "activa" | "enabled" | "isenabled" | "habilitado" | "habilitada" | "useractive" | "userenabled"
        | "contaativa" | "contahabilitada" | "usuarioativo" => Meaning::Open,
        "contato" | "contact" | "contacto" | "login" | "usuario" | "username" | "nomedeusuario" | "nombredeusuario"
        | "user" | "userid" | "userlogin" | "loginid" | "sisloginid" | "loginname" | "loginemail" | "gmail"
        | "hotmail" | "outlook" | "conta" | "account" | "cuenta" | "contagoogle" | "contadogoogle"
        | "googleaccount" | "cuentadegoogle" | "contagmail" | "contamicrosoft" | "microsoftaccount"
        | "containstitucional" | "enderecovirtual" => Meaning::Contact,
        "email"
        | "mail"
        | "emails"
        | "mails"
        | "emailaddress"
        | "mailaddress"
        | "enderecodeemail"
        | "enderecoemail"
        | "useremail"
        | "primaryemail"
        | "primarymail"
        | "correio"
        | "courriel"
        | "adresseemail"
        | "adresemail"
        | "emailadres"
        | "mailadres"
        | "adressemail"
        | "adressedemessagerie"
        | "adresseelectronique"
        | "indirizzoemail"
        | "indirizzomail"
        | "postaelettronica"
        | "indirizzodipostaelettronica"
        | "correioeletronico"
        | "enderecoeletronico"
        | "endeletronico"
        | "direccionelectronica"
        | "enderecodecorreioeletronico"
        | "correo"
        | "correoelectronico"
        | "direcciondecorreo"
        | "direcciondecorreoelectronico" => Meaning::Email,
        "userprincipalname"
        | "upn"
        | "nomeupn"
        | "nomeprincipaldousuario"
        | "nomeprincipaldeusuario"
        | "nomedeentradadousuario" => Meaning::SignInName,
        "papel" => Meaning::Read(Column::Role),
        "funcao" | "role" | "perfil" | "rol" => Meaning::MaybeRole,
        "idioma" | "idiomapreferido" | "lingua" | "language" | "preferredlanguage" | "locale" | "lang" => {
            Meaning::Read(Column::Locale)
        }
        "cpf" => Meaning::Read(Column::Cpf),
        "senhatemporaria" | "temporarypassword" | "preset" => Meaning::Read(Column::TemporaryPassword),
        // Moodle's are numbered: "cohort1", "cohort2".
        "grupos" | "grupo" | "groups" | "group" | "turma" | "turmas" | "classe" | "classes" | "class" | "cohort"
        | "cohort1" | "cohort2" | "cohort3" | "coorte" => Meaning::Read(Column::Groups),
        "aplicativo" | "app" | "application" => Meaning::Read(Column::App),
        "motivo" | "reason" => Meaning::Reason,
        person if is_one_of(PEOPLE, person) => Meaning::Person,
        _ => return None,
    };
    Some(meaning)
}

/// Takes away what programmers put before a name: `nm_aluno`, `ds_email`, `txtNome`.
pub fn without_prefix(words: &mut Vec<String>) {
    // The last four are tables of TOTVS: "RA_NOME", "PPESSOA.EMAIL".
    const PREFIXES: &str = "nm ds dsc tx txt fld col str vc ra ppessoa pfunc saluno";
    const AFTER: &str = "nome email name mail situacao status";
    match words.as_mut_slice() {
        [first, second, ..] if is_one_of(PREFIXES, first) && is_one_of(AFTER, second) => {
            words.remove(0);
        }
        // "user.email", "profile.firstName". But a "user name" is one to sign in with.
        [first, second, ..]
            if is_one_of("user profile", first)
                && is_one_of("email mail first given last family full display", second) =>
        {
            words.remove(0);
        }
        // Of whatever else it is the name: `nm_municipio`.
        [first, second, ..] if first == "nm" && (is_one_of(PEOPLE, second) || is_one_of("completo social", second)) => {
            *first = "nome".to_owned();
        }
        _ => {}
    }
}

/// What a name means that only begins, or in English ends, with a known word: "Nome do aluno".
pub fn by_first_word(words: &[String]) -> Option<Meaning> {
    if let [address, of, rest @ ..] = words
        && matches!((address.as_str(), of.as_str()), ("endereco" | "direccion", "de"))
    {
        return by_first_word(rest).filter(|meaning| *meaning == Meaning::Email);
    }
    // "What is your name?"
    if let [is, rest @ ..] = words
        && is == "is"
    {
        return by_first_word(rest);
    }
    // "Student First Name", "Legal Last Name"
    if let [person, rest @ ..] = words
        && (is_one_of(PEOPLE, person) || person == "legal")
        && let Some(part @ (Meaning::GivenName | Meaning::FamilyName | Meaning::MiddleName | Meaning::FullName)) =
            exact(&rest.concat())
    {
        return Some(part);
    }
    let first_two = words.iter().take(2).map(String::as_str).collect::<String>();
    let first = words.first()?.as_str();
    let last = words.last()?.as_str();
    let rest_is = |list: &str| words[..words.len() - 1].iter().all(|word| is_one_of(list, word));
    // "Work Contact: Work Email", "Dados do aluno – Nome"
    let rest_is_in =
        |lists: &[&str]| words[..words.len() - 1].iter().all(|word| lists.iter().any(|list| is_one_of(list, word)));
    match (first, first_two.as_str()) {
        (_, "firstname" | "givenname" | "primeironome") => Some(Meaning::GivenName),
        (_, "lastname" | "familyname" | "ultimonome") => Some(Meaning::FamilyName),
        (_, "middlename" | "segundonome" | "additionalname") => Some(Meaning::MiddleName),
        (_, "segundoapellido" | "segundosobrenome") => Some(Meaning::SecondFamilyName),
        (_, "displayname" | "fullname" | "nomecompleto") => Some(Meaning::FullName),
        (_, "enderecoeletronico" | "direccionelectronica") => Some(Meaning::Email),
        (_, "legalname" | "registeredname" | "officialname" | "payrollname") => Some(Meaning::OtherName),
        ("sobrenome" | "apellido" | "apellidos" | "surname", _) => Some(Meaning::FamilyName),
        ("nombres", _) => Some(Meaning::GivenName),
        ("nome" | "name" | "nombre", _) => Some(Meaning::Name),
        ("email" | "mail" | "correio" | "correo", _) => Some(Meaning::Email),
        _ if matches!(last, "email" | "mail") && rest_is_in(&[PEOPLE, PLACES, DATA_OF]) => Some(Meaning::Email),
        _ if last == "name" && rest_is(PEOPLE) => Some(Meaning::OtherName),
        // "Aluno: Nome".
        _ if last == "nome" && rest_is_in(&[PEOPLE, DATA_OF]) => Some(Meaning::Name),
        _ => ["nome", "name", "email", "mail"].into_iter().find_map(|stem| {
            let rest = first.strip_prefix(stem)?;
            let meaning = if stem.ends_with("mail") { Meaning::Email } else { Meaning::Name };
            (is_one_of(PEOPLE, rest) || is_one_of(PLACES, rest)).then_some(meaning)
        }),
    }
}

/// A name in words that are about a social name as well: "Nome social (se houver)", "Nome civil ou social".
pub fn social_name(words: &[String]) -> Option<Meaning> {
    const SOCIAL: &str = "social preferred preferido escolhido chosen";
    const BESIDE: &str = "se houver quando caso possua deseje if any ou or e and do da de";
    let has = |list: &str| words.iter().any(|word| is_one_of(list, word));
    let is_part = |word: &String| {
        is_one_of("nome name civil registro completo", word)
            || [SOCIAL, BESIDE, PEOPLE].into_iter().any(|list| is_one_of(list, word))
    };
    let is_name = has("nome name") && has(SOCIAL) && words.iter().all(is_part);
    // "Nome completo ou nome social" is whichever they have.
    is_name.then(|| if has("civil registro completo ou or") { Meaning::Name } else { Meaning::SocialName })
}

/// Whom a row may be about.
pub(super) const PEOPLE: &str = "aluno aluna alunos discente estudante estudantes docente professor professora professores servidor \
    servidora servidores colaborador colaboradora colaboradores funcionario funcionaria funcionarios participante \
    participantes pessoa pessoas membro membros associado associada candidato candidata inscrito inscrita convidado \
    convidada cliente voluntario voluntaria bolsista student students employee employees participant participants member \
    members attendee attendees teacher teachers learner staff person people contact subscriber candidate guest volunteer \
    customer client child alumno alumna empleado empleada academico academica beneficiario beneficiaria cooperado cooperada cursista \
    cursistas educando educanda estagiario estagiaria filiado filiada socio socia titular worker associate recipient \
    respondent invitee registrant morador moradora proprietario proprietaria inquilino inquilina condomino condomina \
    paciente pacientes atleta assinante orientando orientanda mestrando mestranda doutorando doutoranda pesquisador \
    pesquisadora palestrante resident patient tenant trainee intern";

/// Of those, who learns, or is looked after, where others are named beside them.
pub(super) const LEARNERS: &str = "aluno aluna alunos discente estudante estudantes student students learner alumno alumna cursista \
    cursistas educando educanda estagiario estagiaria bolsista candidato candidata inscrito inscrita orientando orientanda child";

/// Whether what a name is about may be a company: one of a person goes before it.
pub fn may_be_company(words: &[String]) -> bool {
    words.first().is_some_and(|first| is_one_of("client customer guest", first))
}

/// In front of whom a column is about.
const DATA_OF: &str = "dados do da dos das de";

/// Which of somebody's addresses.
const PLACES: &str = "escolar educacional work school institutional corporate business university company institucional corporativo principal primary \
    academico profissional melhor best personal home private";

/// Whether a name is about somebody or something else than the person of the row.
///
/// A "user's address" is theirs; a "user name" is a name to sign in with, but
/// "nome do usuário" is the one people are called by.
pub fn is_about_others(words: &[String]) -> bool {
    const USER: &str = "usuario usuaria user login";
    let is_address = words.first().is_some_and(|word| matches!(word.as_str(), "email" | "mail" | "correio" | "correo"));
    // "Your School Email"
    if let [rest @ .., last] = words
        && matches!(last.as_str(), "email" | "mail")
        && rest.iter().all(|word| is_one_of(PLACES, word) || is_one_of(PEOPLE, word))
    {
        return false;
    }
    let is_theirs = words.windows(2).any(|pair| matches!(pair[0].as_str(), "do" | "da") && is_one_of(USER, &pair[1]));
    let is_about = |word: &String| is_one_of(ABOUT_OTHERS, word);
    words.iter().any(|word| is_about(word) && !(is_one_of(USER, word) && (is_address || is_theirs)))
}

/// Words by which a name is about somebody or something else.
const ABOUT_OTHERS: &str = "mae pai pais responsavel responsaveis conjuge filiacao mother father parent parents guardian spouse \
    emergency emergencia curso cursos turma disciplina escola empresa instituicao organizacao departamento setor \
    unidade campus cidade bairro rua usuario usuaria user login grupo organization course class school \
    department group city street file arquivo tag list lista type tipo label rotulo verified verificado \
    confirmed confirmado status opt sent enviado phonetic fonetico yomi prefix prefixo title titulo orientador \
    coordenador supervisor manager gestor chefe domain dominio format marketing usage display project projeto \
    event evento product produto banco social count date data fantasia";

/// Words of an address that is a person's second choice.
pub const SECOND_CHOICE: &str = "2 3 4 5 02 03 04 05 secundario secundaria secondary alternativo alternativa alternate alternative recuperacao recovery \
    other outro reserva pessoal particular personal home private melhor best";

/// What is between the parts of a name and has no capital.
pub const PARTICLES: &str = "de da do das dos e del la di van von der den y";

/// What says no more than that a column has to be filled in, or may be, or asks for it.
pub const FILLER_WORDS: &str = "obrigatorio obrigatoria obligatorio obligatoria required mandatory requerido opcional optional \
    what whats s seu sua your meu minha informe digite insira escreva preencha coloque favor aqui qual enter please the o a e";
