//! Files as other systems and people's habits leave them: who is in each of them.

use super::{check_file, confirmed, previewed, run_job};
use crate::app::TestApp;
use chaveiro::domain::import::{Column, Doubt, DoubtKind, FileProblem, RowState};
use chaveiro::server::imports::NotRead;

/// The names of a file's rows, none of which may be wrong, and its doubts.
async fn names(app: &TestApp, file: &str) -> (Vec<String>, Vec<Doubt>) {
    match check_file(app, file).await {
        Ok(checked) => {
            let wrong: Vec<_> = checked.rows.iter().filter(|row| row.state != RowState::Ready).collect();
            assert!(wrong.is_empty(), "{file}: {:?}", wrong.iter().map(|row| &row.problems).collect::<Vec<_>>());
            let names = checked.rows.iter().map(|row| checked.layout.name_in(&row.cells)).collect();
            (names, checked.layout.doubts())
        }
        Err(NotRead::File(problem)) => panic!("{file}: {problem:?}"),
        Err(NotRead::Other(error)) => panic!("{file}: {error:?}"),
    }
}

#[tokio::test]
async fn what_people_and_systems_export_is_read() {
    let app = TestApp::start().await;
    for file in [
        "sep=;\r\nnome;email\r\nAna Lima;ana@example.org\r\n",
        "\u{feff}sep=;\r\nnome;email\r\nAna Lima;ana@example.org\r\n",
        "\"sep=;\"\r\nnome;email\r\nAna Lima;ana@example.org\r\n",
        "SEP=|\nnome|email\nAna Lima|ana@example.org\n",
        "sep=,\nnome;email\nAna Lima;ana@example.org\n",
        "sep=\t\nnome\temail\nAna Lima\tana@example.org\n",
        "nome|email\nAna Lima|ana@example.org\n",
        "nome;email;papel;idioma\r\nAna Lima;ana@example.org\r\n",
        "nome;email\r\nAna Lima;ana@example.org;;\r\n",
        "nome;email;;\r\nAna Lima;ana@example.org;;\r\n",
        "\"nome\", \"email\"\n\"Ana Lima\", \"ana@example.org\"\n",
        "nome; email\n \"Ana Lima\" ;  \"ana@example.org\" \n",
        "nome;email\nAna Lima;ana@example.org\u{200b}\n",
        "nome;email\n\u{feff}Ana Lima\u{200b};\u{feff}ana@example.org\n",
        "nome;e\u{200b}mail\nAna Lima;ana@example.org\n",
        "nome;email\nAna Lima;ana@example.org\n\u{1a}",
        "Relação de alunos;\n2026/1;\n\nNome;E-mail\nAna Lima;ana@example.org\n",
        "| Nome | E-mail |\n|------|:------:|\n| Ana Lima | ana@example.org |\n",
        "Nome*;E-mail*\nAna Lima;ana@example.org\n",
        "* Nome (obrigatório);* E-mail (obrigatório)\nAna Lima;ana@example.org\n",
        "Nome do aluno;E-mail do aluno\nAna Lima;ana@example.org\n",
        "NOME_ALUNO;EMAIL_ALUNO\nAna Lima;ana@example.org\n",
        "Nome;E-mail institucional;E-mail pessoal\nAna Lima;ana@example.org;outra@example.org\n",
        "Carimbo de data/hora;Qual é o seu nome?;Seu e-mail (login)\n1;Ana Lima;ana@example.org\n",
        "Nome completo do(a) aluno(a):;Endereço de e-mail institucional\nAna Lima;ana@example.org\n",
        "Nome;Correio eletrônico\nAna Lima;ana@example.org\n",
        "Nome;E\u{2011}mail\nAna Lima;ana@example.org\n",
        "name,mail\nAna Lima,ana@example.org\n",
        "Student Name,Student Email\nAna Lima,ana@example.org\n",
        // SIGAA
        "Matrícula;Nome;Curso;Status;E-mail\r\n1;Ana Lima;TADS;ATIVO;ana@example.org\r\n",
        "Matrícula|Discente|Nome do Discente|Nome da mãe|E-mail|Telefone\n1|1|Ana Lima|Eva Lima|ana@example.org|1\n",
        // Google Workspace, to fill in and exported
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],\
         Recovery Email,Change Password at Next Sign-In\nAna,Lima,ana@example.org,****,/,outra@example.org,True\n",
        // Google Contacts
        "Name,Given Name,Additional Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value\n\
         Ana Lima,Ana,,Lima,* Work,ana@example.org,outra@example.org\n",
        // Microsoft Entra ID, exported and to fill in
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,accountEnabled,state\n\
         ana@example.org,Ana Lima,Lima,ana@example.org,Ana,1,Member,True,SP\n",
        "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,\
         Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,\
         First name [givenName],Last name [surname]\nAna Lima,ana@example.org,,No,Ana,Lima\n",
        // Moodle
        "username,firstname,lastname,email,lang,course1,suspended\nana,Ana,Lima,ana@example.org,pt_br,T1,0\n",
        // Outlook
        "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,\
         Language\nAna,,Lima,,,,,,ana@example.org,,\n",
        // Django, without the columns that grant something
        "id,username,first_name,last_name,email,is_active,date_joined\n1,ana,Ana,Lima,ana@example.org,True,2026-01-01\n",
        // WordPress
        "ID,user_login,user_email,first_name,last_name,display_name,role\n1,ana,ana@example.org,Ana,Lima,Ana Lima,subscriber\n",
        // LDAP
        "dn,givenName,sn,mail\n\"cn=ana,dc=example\",Ana,Lima,ana@example.org\n",
        "Sobrenome;Nome;E-mail\nLima;Ana;ana@example.org\n",
        "Nome;Último nome;E-mail\nAna;Lima;ana@example.org\n",
        "Primeiro nome;Último nome;E-mail\nAna;Lima;ana@example.org\n",
        "Nombre;Apellidos;Correo electrónico\nAna;Lima;ana@example.org\n",
        "Given name,Surname,Email\nAna,Lima,ana@example.org\n",
        "Name (First),Name (Last),Email\nAna,Lima,ana@example.org\n",
        "name.givenName,name.familyName,primaryEmail\nAna,Lima,ana@example.org\n",
        "Block credential,Display name,First name,Last name,User principal name\nFalse,Ana Lima,Ana,Lima,ana@example.org\n",
        // Microsoft 365, all columns
        "Block credential,City,Country/Region,Department,DirSyncEnabled,Display name,First name,Last name,\
         Last password change time stamp,Licenses,Oath token metadata,Object Id,Password never expires,Preferred language,\
         Proxy addresses,Strong password required,Title,Usage location,User principal name,When created\n\
         False,,,,,Ana Lima,Ana,Lima,2026-01-01 10:00:00Z,Office,\"{\"\"id\"\":1}\",1,False,pt-BR,SMTP:ana@example.org,True,,BR,\
         ana@example.org,2026-01-01 10:00:00Z\n",
        "Nome de exibição;Nome UPN;Senha forte obrigatória;Senha nunca expira;Metadados do token OATH\n\
         Ana Lima;ana@example.org;Verdadeiro;Falso;x\n",
        "Nome de exibição;Nome UPN\nAna Lima;ana@example.org\n",
        "Nome de exibição;Nome principal do usuário;Nome;Sobrenome\nAna Lima;ana@example.org;Ana;Lima\n",
        "Username,First name,Last name,Display name\nana@example.org,Ana,Lima,Ana Lima\n",
        "Nome de usuário;Nome;Sobrenome;Nome de exibição\nana@example.org;Ana;Lima;Ana Lima\n",
        // SUAP
        "#,Matrícula,Nome,E-mail Acadêmico,E-mail Google Classroom,E-mail Pessoal,Situação\n\
         1,2026,Ana Lima,ana@example.org,ana@gc.example,ana@p.example,Matriculado\n",
        // Canvas
        "user_id,login_id,full_name,status\n1,ana@example.org,Ana Lima,active\n",
        // ADP and Workday
        "Employee ID,Legal First Name,Legal Last Name,Work Contact: Work Email,Position Status\n\
         1,Ana,Lima,ana@example.org,Active\n",
        "Worker,Work Email\nAna Lima,ana@example.org\n",
        // Google and Microsoft Forms
        "ID;Hora de início;Hora de conclusão;Email;Nome;Hora da última modificação\n\
         1;45000;45000;ana@example.org;Ana Lima;\n",
        // Who teaches them is somebody else.
        "Aluno;Professor;E-mail do aluno\nAna Lima;Rui Paz;ana@example.org\n",
        "Nome do docente;Nome do discente;E-mail do discente\nRui Paz;Ana Lima;ana@example.org\n",
        "EMAIL1;EMAIL2;NOME\nana@example.org;outra@example.org;Ana Lima\n",
        "Nome;E-mail 01;E-mail 02\nAna Lima;ana@example.org;outra@example.org\n",
        "Dados do aluno - Nome;Dados do aluno - E-mail;Dados do responsável - E-mail\nAna Lima;ana@example.org;outra@example.org\n",
        "Nome;E-mail escolar;E-mail do Google\nAna Lima;ana@example.org;outra@example.org\n",
        "user.firstName,user.lastName,user.email,user.status\nAna,Lima,ana@example.org,ACTIVE\n",
        "RecipientLastName,RecipientFirstName,RecipientEmail,Finished\nLima,Ana,ana@example.org,True\n",
        "Full legal name,Work email\nAna Lima,ana@example.org\n",
        "Nome do professor;E-mail do professor;Nome do aluno;E-mail do aluno;Turma\n\
         Ana Lima;ana@example.org;;;\n",
        "Nome;E-mail do professor;E-mail do aluno\nAna Lima;rui@example.org;ana@example.org\n",
        // Slack and Jira
        "username,email,status,userid,fullname,displayname\nana,ana@example.org,Member,U1,Ana Lima,nina\n",
        "User id,User name,email,User status\n1,Ana Lima,ana@example.org,Active\n",
        "Usuário;E-mail\nAna Lima;ana@example.org\n",
        "Apto;Morador;E-mail\n101;Ana Lima;ana@example.org\n",
        "Orientando;Orientador;E-mail\nAna Lima;Rui Paz;ana@example.org\n",
        // Only whom it is about, and only what to reach them by.
        "Aluno;E-mail\nAna Lima;ana@example.org\n",
        "Estudante;Emails\nAna Lima;ana@example.org\n",
        "Colaborador;E-mail\nAna Lima;ana@example.org\n",
        "Servidor(a);E-mail\nAna Lima;ana@example.org\n",
        "Beneficiário;E-mail\nAna Lima;ana@example.org\n",
        "Acadêmico(a);E-mail acadêmico\nAna Lima;ana@example.org\n",
        "Educando;E-mail\nAna Lima;ana@example.org\n",
        // Questions of a form, and columns of a database.
        "1. Nome completo;2. E-mail institucional;3) Telefone\nAna Lima;ana@example.org;1\n",
        "1) Nome;2) E-mail\nAna Lima;ana@example.org\n",
        "1 - Nome;2 - E-mail\nAna Lima;ana@example.org\n",
        "1- Nome completo;2- E-mail\nAna Lima;ana@example.org\n",
        "1 – Nome;2 — Email\nAna Lima;ana@example.org\n",
        "1.Nome;2.Email\nAna Lima;ana@example.org\n",
        "1: Nome;2: E-mail\nAna Lima;ana@example.org\n",
        "1 Nome;2 Email\nAna Lima;ana@example.org\n",
        "01 Nome;02 Sobrenome;03 E-mail\nAna;Lima;ana@example.org\n",
        "Carimbo;3 Nome;4 E-mail\n1;Ana Lima;ana@example.org\n",
        "ID;1 Nome completo;2 Qual é o seu e-mail?;3 Telefone\n7;Ana Lima;ana@example.org;1\n",
        "1 Name*\t2 Email address*\nAna Lima\tana@example.org\n",
        "(1) Nome;(2) Email\nAna Lima;ana@example.org\n",
        "1.1 - Nome completo;1.2 - Email\nAna Lima;ana@example.org\n",
        "1.1. Nome completo;1.2. Email\nAna Lima;ana@example.org\n",
        "1.1 Nome completo;1.2 Email\nAna Lima;ana@example.org\n",
        "Q1 Name,Q2 Email\nAna Lima,ana@example.org\n",
        "01_nome;02_email\nAna Lima;ana@example.org\n",
        "Q01_Nome completo;Q02_E-mail\nAna Lima;ana@example.org\n",
        "Q1. Full name,Q2. Email\nAna Lima,ana@example.org\n",
        "G01Q01. Nome completo;G01Q02. E-mail\nAna Lima;ana@example.org\n",
        "Pergunta 1: Nome completo;Pergunta 2: E-mail\nAna Lima;ana@example.org\n",
        "a) Nome;b) E-mail\nAna Lima;ana@example.org\n",
        "A. Nome;B. E-mail\nAna Lima;ana@example.org\n",
        "I - Nome;II - E-mail\nAna Lima;ana@example.org\n",
        "Nome;E - mail\nAna Lima;ana@example.org\n",
        "1.º nome;Sobrenome;E-mail\nAna;Lima;ana@example.org\n",
        "Escreva aqui seu nome completo, sem abreviar:;Digite aqui seu e-mail:\nAna Lima;ana@example.org\n",
        "Aluno: Nome;Aluno: E-mail\nAna Lima;ana@example.org\n",
        "ra;nm_aluno;ds_email;cd_turma\n1;Ana Lima;ana@example.org;1A\n",
        "NM_PESSOA|DS_EMAIL|NM_MAE\nAna Lima|ana@example.org|Eva Lima\n",
        "txtNome,txtEmail\nAna Lima,ana@example.org\n",
        "nm_aluno;ds_email;nm_municipio\nAna Lima;ana@example.org;Campinas\n",
        "Aluno;NM_EMAIL;NM_MUNICIPIO\nAna Lima;ana@example.org;Campinas\n",
        "Estagiária;Supervisor;E-mail\nAna Lima;Rui Paz;ana@example.org\n",
        "Participante;Seu melhor e-mail\nAna Lima;ana@example.org\n",
        "Student;Personal email\nAna Lima;ana@example.org\n",
        "Aluno;Nome;E-mail\n1;Ana Lima;ana@example.org\n",
        "Aluno (nome);Aluno (e-mail)\nAna Lima;ana@example.org\n",
        "Nome;Contato (e-mail)\nAna Lima;ana@example.org\n",
        "Student (name),Student (email)\nAna Lima,ana@example.org\n",
        "Nome (aluno);Professor;E-mail\nAna Lima;Rui Paz;ana@example.org\n",
        "Nome (aluno);Sobrenome;E-mail\nAna;Lima;ana@example.org\n",
        "Nome (contato);E-mail\nAna Lima;ana@example.org\n",
        // Headings of groups of columns.
        "Aluno;;Contato;\nNome;Turma;E-mail;Fone\nAna Lima;;ana@example.org;1\n",
        "Student name,Client name,Email\nAna Lima,Firma,ana@example.org\n",
        "Client name,Email\nAna Lima,ana@example.org\n",
        "First Name,Last Name,Legal Name,Email\nAna,Lima,,ana@example.org\n",
        "First Name,Last Name,Legal Name,Email\nAna,Lima,Ana Maria Lima,ana@example.org\n",
        "First Name,Last Name,Client Name,Email\nAna,Lima,Firma,ana@example.org\n",
        "First Name,Last Name,Client Name,Guest Name,Email\nAna,Lima,Firma,Eva,ana@example.org\n",
        "mail,UPN,userPrincipalName,displayName\nana@example.org,ana@a.example,ana@b.example,Ana Lima\n",
        "Nome;Contato\nAna Lima;ana@example.org\n",
        "Nome;Login\nAna Lima;ana@example.org\n",
        "1º nome;Último nome;E-mail\nAna;Lima;ana@example.org\n",
        "Legal name,Email\nAna Lima,ana@example.org\n",
        "Preferred name,Legal name,Email\n,Ana Lima,ana@example.org\n",
        "Nomes;E-mails\nAna Lima;ana@example.org\n",
        "First and last name,Courriel\nAna Lima,ana@example.org\n",
        "E-mail;Seu melhor e-mail;Nome\nana@example.org;outra@example.org;Ana Lima\n",
        "ID;Email;Nome;E-mail\n1;anonymous;Ana Lima;ana@example.org\n",
        "ID;Email;Nome;E-mail institucional do aluno\n1;anonymous;Ana Lima;ana@example.org\n",
        "ID;Email;Nome;E-mail institucional do aluno;E-mail pessoal\n1;;Ana Lima;ana@example.org;outra@example.org\n",
        "Nome;Endereço eletrônico\nAna Lima;ana@example.org\n",
        "Nome;Endereço eletrônico institucional\nAna Lima;ana@example.org\n",
        "Nome;Endereço de correio eletrônico\nAna Lima;ana@example.org\n",
        "Nome;Correio eletrônico do servidor;Endereço eletrônico do responsável\nAna Lima;ana@example.org;outra@example.org\n",
        // What somebody is there is not who.
        "Servidor;Docente;E-mail\nAna Lima;Docente;ana@example.org\n",
        "Docente;Aluno;E-mail\nSim;Ana Lima;ana@example.org\n",
        "Pessoa;Professor;E-mail\nAna Lima;Professor(a);ana@example.org\n",
        "Staff,Member,Email\nStaff,Ana Lima,ana@example.org\n",
        // TOTVS
        "RA_FILIAL;RA_MAT;RA_NOME;RA_EMAIL;RA_SITFOLH\n01;1;Ana Lima;ana@example.org; \n",
        "PFUNC.CHAPA;PPESSOA.NOME;PPESSOA.EMAIL;PFUNC.CODSITUACAO\n1;Ana Lima;ana@example.org;A\n",
        // In Spanish
        "NOMBRES Y APELLIDOS;CORREO\nAna Lima;ana@example.org\n",
        "NOMBRES DEL ALUMNO;APELLIDOS DEL ALUMNO;CORREO\nAna;Lima;ana@example.org\n",
        "Marca temporal;Nombre de usuario;Nombre y apellidos\n1;ana@example.org;Ana Lima\n",
        "What's your name?,What's your email address?\nAna Lima,ana@example.org\n",
        "What is your full name?,What is your email?\nAna Lima,ana@example.org\n",
        "Your Name (First and Last),Your School Email\nAna Lima,ana@example.org\n",
        "Student's name,Student's email,Parent's name,Parent's email\nAna Lima,ana@example.org,Eva,eva@example.org\n",
        "Student First Name,Student Last Name,Student Email,Parent Email\nAna,Lima,ana@example.org,eva@example.org\n",
        "Nome completo (igual ao RG);E-mail (ex.: ana@escola.br)\nAna Lima;ana@example.org\n",
        "Nome;Digite seu melhor e-mail (confira se está correto!)\nAna Lima;ana@example.org\n",
        "NOM Prénom;Adresse mail\nAna Lima;ana@example.org\n",
        "Cognome;Nome;Indirizzo email\nLima;Ana;ana@example.org\n",
        "Nom de famille;Prénom;Courriel\nLima;Ana;ana@example.org\n",
        "Voornaam;Achternaam;E-mailadres\nAna;Lima;ana@example.org\n",
        "Imię;Nazwisko;Adres e-mail\nAna;Lima;ana@example.org\n",
        "Nome;Conta Google\nAna Lima;ana@example.org\n",
        "Nome civil ou social;E-mail\nAna Lima;ana@example.org\n",
        "Nome completo (ou nome social);E-mail\nAna Lima;ana@example.org\n",
        "Nome;Nome social, se houver;E-mail\nAna Lima;;ana@example.org\n",
        // What people want to be called, where there is no other name.
        "Name (preferred),Email\nAna Lima,ana@example.org\n",
        "Nome escolhido;E-mail\nAna Lima;ana@example.org\n",
        "Nome preferido;Sobrenome;E-mail\nAna;Lima;ana@example.org\n",
        "Relação de alunos;\n2026/1;\n\nNome do aluno (social, se houver);E-mail\nAna Lima;ana@example.org\n",
        "Nome;E-mail\nAna Lima;ana@example.org\nNOME;e-mail;\n",
        // What somebody does there is no role here.
        "Matrícula;Nome;Função;Setor;E-mail\n12;Ana Lima;Analista de Sistemas;TI;ana@example.org\n",
        "NOME;FUNCAO;EMAIL\nAna Lima;0123 - AUXILIAR;ana@example.org\n",
        "Name,Email,Role\nAna Lima,ana@example.org,Presenter\n",
        "Nome;Cargo;Rol;E-mail\nAna Lima;Técnica;Coordenação;ana@example.org\n",
        "Nome;E-mail;Perfil\nAna Lima;ana@example.org;Docente EBTT\n",
        "Nome;E-mail;Perfil\nAna Lima;ana@example.org;Aluno(a)\n",
        "Nome;E-mail;Perfil;Função\nAna Lima;ana@example.org;Usuário(a);Secretária\n",
        // The whole name beside the surname, and the name twice.
        "Nome;Sobrenome;E-mail\nAna Lima;Lima;ana@example.org\n",
        "Nome;Nome completo;E-mail\nAna;Ana Lima;ana@example.org\n",
        "name,display_name,email,mail\nAna Lima,Ana Lima,ana@example.org,ana@example.org\n",
    ] {
        assert_eq!(names(&app, file).await, (vec!["Ana Lima".to_owned()], Vec::new()), "{file}");
        let checked = check_file(&app, file).await.unwrap();
        assert!(checked.rows[0].cells.iter().any(|cell| cell.contains("ana@example.org")), "{file}");
    }
    let utf16: Vec<u8> = "nome;email\nAna Lima;ana@example.org\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(check_file(&app, utf16).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn what_changes_a_name_is_said_and_the_whole_name_is_proposed() {
    let app = TestApp::start().await;
    for (file, name, column, kind) in [
        (
            "First Name,Middle Name,Last Name,Email\nAna,Maria,Lima,a@example.org\n",
            "Ana Maria Lima",
            "Middle Name",
            DoubtKind::NamePart,
        ),
        (
            "Nombre;Apellido 1;Apellido 2;Correo\nAna;Lima;Paz;a@example.org\n",
            "Ana Lima Paz",
            "Apellido 2",
            DoubtKind::NamePart,
        ),
        (
            "First Name,Last Name,Suffix,Email\nAna,Lima,Jr.,a@example.org\n",
            "Ana Lima Jr.",
            "Suffix",
            DoubtKind::NamePart,
        ),
        ("Nome;Agnome;E-mail\nJosé Lima;Neto;a@example.org\n", "José Lima Neto", "Agnome", DoubtKind::NamePart),
        ("Name;Vorname;E-Mail\nLima;Ana;a@example.org\n", "Ana Lima", "Name", DoubtKind::NamePart),
        ("Nom;Prénom;Adresse e-mail\nLima;Ana;a@example.org\n", "Ana Lima", "Nom", DoubtKind::NamePart),
        ("Primeiro nome;E-mail\nAna;a@example.org\n", "Ana", "Primeiro nome", DoubtKind::HalfName),
        (
            "Nome;Nome social;E-mail\nJosé Lima;Ana Lima;a@example.org\n",
            "Ana Lima",
            "Nome social",
            DoubtKind::SocialName,
        ),
        (
            "Nome;Nome social do aluno (se houver);E-mail\nJosé Lima;Ana Lima;a@example.org\n",
            "Ana Lima",
            "Nome social do aluno (se houver)",
            DoubtKind::SocialName,
        ),
        ("Nome;E-mail\n01 - Ana Lima;a@example.org\n", "Ana Lima", "Nome", DoubtKind::NumberFirst),
        ("Aluno;E-mail\n1 Ana Lima;a@example.org\n", "Ana Lima", "Aluno", DoubtKind::NumberFirst),
        ("Nome escolhido;E-mail\n01 - Ana Lima;a@example.org\n", "Ana Lima", "Nome escolhido", DoubtKind::NumberFirst),
        ("Nome;E-mail\n2026001 - Ana Lima;a@example.org\n", "Ana Lima", "Nome", DoubtKind::NumberFirst),
        ("Nome;E-mail\nAna Lima - 2026001;a@example.org\n", "Ana Lima", "Nome", DoubtKind::NumberFirst),
        ("Nome;E-mail\nAna Lima (2026001);a@example.org\n", "Ana Lima", "Nome", DoubtKind::NumberFirst),
        ("Aluno;E-mail\nAna Lima - RA: 2026001-5;a@example.org\n", "Ana Lima", "Aluno", DoubtKind::NumberFirst),
        ("Aluno;E-mail\nAna Lima 529.982.247-25;a@example.org\n", "Ana Lima", "Aluno", DoubtKind::NumberFirst),
        ("Nome;E-mail;Validade\nAna;a@example.org;31/12/2020\n", "Ana", "Validade", DoubtKind::Closed),
        (
            "Associate ID,Payroll Name,Work Email\n1,\"Lima, Ana\",a@example.org\n",
            "Ana Lima",
            "Payroll Name",
            DoubtKind::SurnameFirst,
        ),
        (
            "Aluno;Professor;Nome escolhido;E-mail\nAna Lima;Rui Paz;;a@example.org\n",
            "Ana Lima",
            "Professor",
            DoubtKind::OtherPeople,
        ),
        (
            "Nome do professor;Nome do aluno;E-mail\nRui Paz;Ana Lima;a@example.org\n",
            "Ana Lima",
            "Nome do professor",
            DoubtKind::OtherPeople,
        ),
        ("Student name,Teacher name,Email\nAna,Rui,a@example.org\n", "Ana", "Teacher name", DoubtKind::OtherPeople),
        ("Nome;Apelido;E-mail\nAna;Lima;a@example.org\n", "Ana", "Apelido", DoubtKind::Nickname),
        ("Nome;E-mail;suspended\nAna;a@example.org;1\n", "Ana", "suspended", DoubtKind::Closed),
        ("displayName,mail,accountEnabled\nAna,a@example.org,False\n", "Ana", "accountEnabled", DoubtKind::Closed),
    ] {
        let doubt = Doubt { column: column.to_owned(), kind };
        assert_eq!(names(&app, file).await, (vec![name.to_owned()], vec![doubt]), "{file}");
    }
    for (heading, left, stays) in [
        ("Ativo", "Não", "Sim"),
        ("Ativo?", "Inativo", "Ativo"),
        ("active", "FALSE", "TRUE"),
        ("enabled", "false", "true"),
        ("Habilitado", "0", "1"),
        ("disabled", "TRUE", "FALSE"),
        ("Desativado", "x", ""),
        ("status", "Suspended", "Active"),
        ("Status [READ ONLY]", "Suspended", "Active"),
        ("Situação", "Desligado", "Ativo"),
        ("Estado de pagamento", "Cancelado", "Aprovado"),
        ("Status", "Reembolsado", "Aprovado"),
        ("Attendee Status", "Not Attending", "Attending"),
        ("userAccountControl", "66050", "66048"),
        ("Situação do aluno", "Matrícula trancada", "Cursando"),
        ("Situação", "Transferida", "Não desligada"),
        ("Account status", "Deactivated", ""),
        ("Estado", "Inativo", "Pará"),
        ("is_active", "0", "1"),
        ("Arquivado", "Sim", "Não"),
        ("archived", "2026-01-02", "NULL"),
        ("disabled", "1", "\\N"),
        ("Desligado", "01/02/2026", "-"),
        ("Inativo", "Sim", "N/A"),
        ("isDeleted", "x", "null"),
        ("Demitido", "Sim", "Não"),
        ("Demitida", "x", ""),
        ("Ex-aluno", "Sim", "Não"),
        ("FL_ATIVO", "N", "S"),
        ("ST_ATIVO", "0", "1"),
        ("Ativo/Inativo", "Inativo", "Ativo"),
        ("Active Status", "No", "Yes"),
        ("Position Status", "T - Terminated", "A - Active"),
        ("Vínculo", "Aposentado", "Ativo Permanente"),
        ("Vínculo", "Ex-servidor desligado", "CLT"),
        ("Estado", "Baja", "Activo"),
        ("Situación", "Egresado", "Regular"),
        ("Fecha de baja", "01/02/2024", ""),
        ("Trancamento", "2025/2", ""),
        ("Data da desistência", "01/02/2024", "-"),
        ("Dt. Cancel.", "01/02/2024", ""),
        ("RA_DEMISSA", "01/02/2024", "  /  /  "),
        ("Ano de saída", "2024", ""),
        ("Last working day", "2020-01-01", ""),
        ("Ativo?", "✗", "✓"),
        ("Cancelado", "1", "0"),
        ("Matriculado", "Não", "Sim"),
        ("Aluno ativo", "N", "S"),
        ("Usuário desativado", "S", "N"),
        ("Data de Desligamento", "30/06/2025", ""),
        ("Data de saída", "30/06/2025", "31/12/2099"),
        ("Data Demissão", "01/02/98", "00/00/0000"),
        ("Data rescisão/exoneração", "2025-06-30", "0000-00-00"),
        ("DTDEMISSAO", "2025-06-30 00:00:00", "1899-12-30"),
        ("Dt. Desligamento", "45838", "  /  /    "),
        ("Desligamento", "30/06/2025", "-"),
        ("Data de término do contrato", "30/06/2025", "30/06/2099"),
        ("termination_date", "06/30/2025", "12/31/2099"),
        ("end_date", "2025-06-30T00:00:00Z", "2099-06-30T00:00:00Z"),
        ("leave_date", "2025-06-30", "NULL"),
        ("deleted_at", "2025-06-30 10:11:12", "\\N"),
        ("deletedAt", "1751241600", "null"),
        ("Status do aluno no curso", "Cancelado", "Cursando"),
        ("Situação da Matrícula no Período", "Trancado", "Matriculado"),
        ("Situação no curso", "Evadido", "Ativo"),
        ("Sit.", "Trancado", "Matriculado"),
        ("Sit. Matrícula", "Cancelada", "Ativa"),
        ("Situação da inscrição", "Cancelada", "Confirmada"),
        ("Situação no Curso", "Jubilado", "Formando"),
        ("Situação no Curso", "Evasão", "Matriculado"),
        ("Situação no Curso", "Cancelamento por Desligamento", "Não concluído"),
        ("Situação", "TRANSFERÊNCIA EXTERNA", "ATIVO PERMANENTE"),
        ("Status", "CONCLUÍDO", "ATIVO"),
        ("Status", "Formado", "Em homologação"),
        ("Situação do aluno", "Abandono", "Intercâmbio"),
        ("Situação funcional", "Rescindido", "Férias"),
        ("Status", "Withdrawn", "Enrolled"),
        ("Status", "Graduated", "Current"),
        // Who is away for a while.
        ("Situação", "Afastado", "Em exercício"),
        ("Situação funcional", "Licença-maternidade", "Férias"),
        ("Situação", "Afast. INSS", "Trabalhando"),
        ("Status", "On leave", "Active"),
        ("Afastado", "Sim", "Não"),
        ("Data Afastamento", "30/06/2020", ""),
        ("Situação", "Não matriculado", "Matriculado no curso"),
        ("Situação", "Sem vínculo", "Não concluído"),
        ("Situação", "Desligado no período", "Cursando no período"),
        ("Situação", "Desligado sem justa causa", "Ativo"),
        ("Status", "No longer enrolled", "Not suspended"),
        ("Status", "Resigned", "Never logged in"),
        ("Situação da inscrição", "Indeferida", "Deferida"),
        ("Data de conclusão", "30/06/2020", "30/06/2099"),
        ("Data de conclusão do curso", "30/06/2020", "2099/2"),
        ("Ano de conclusão", "2020", "2099"),
        ("Data da colação de grau", "30/06/2020", "12/2099"),
        ("Fim do contrato", "30/06/2020", "30/06/2099"),
    ] {
        let file = |value: &str| format!("Nome;E-mail;{heading}\nAna;a@example.org;{value}\n");
        let doubt = Doubt { column: heading.to_owned(), kind: DoubtKind::Closed };
        assert_eq!(names(&app, &file(left)).await.1, [doubt], "{heading}: {left}");
        assert_eq!(names(&app, &file(stays)).await.1, [], "{heading}: {stays}");
    }
    // Codes are asked about that nobody outside knows, where there are several or one of people who have left.
    for (heading, codes, asked) in [
        ("CODSITUACAO", ["A", "D"], Some("CODSITUACAO: A, D")),
        ("CODSITUACAO", ["D", "D"], Some("CODSITUACAO: D")),
        ("CODSITUACAO", ["A", "A"], None),
        ("RA_SITFOLH", [" ", "D"], Some("RA_SITFOLH: D")),
        ("RA_SITFOLH", [" ", " "], None),
        ("PFUNC.CODSITUACAO", ["A", "D"], Some("PFUNC.CODSITUACAO: A, D")),
        ("Cód. Situação", ["1", "7"], Some("Cód. Situação: 1, 7")),
        ("SITAFA", ["1", "7"], Some("SITAFA: 1, 7")),
        (
            "Status da matrícula (A=ativo, C=cancelada)",
            ["A", "C"],
            Some("Status da matrícula (A=ativo, C=cancelada): A, C"),
        ),
        ("HR Status", ["A", "T"], Some("HR Status: A, T")),
        ("Vínculo", ["CLT", "PJ"], None),
        ("Curso (situação)", ["A", "D"], None),
        ("CODSTATUS", ["1", "2"], Some("CODSTATUS: 1, 2")),
        ("STATUSMATRICULA", ["MAT", "trc"], Some("STATUSMATRICULA: MAT, TRC")),
        ("Situação", ["A", "I"], Some("Situação: A, I")),
        ("Status", ["ok", ""], None),
        ("Status", ["Ativo", "A"], None),
        ("Situação do curso", ["A", "D"], None),
        ("Site", ["A", "D"], None),
        ("Estado", ["SP", "RJ"], None),
    ] {
        let [one, other] = codes;
        let file = format!("Nome;E-mail;{heading}\nAna;a@example.org;{one}\nEva;e@example.org;{other}\n");
        let doubt = asked.map(|column| Doubt { column: column.to_owned(), kind: DoubtKind::StatusCodes });
        assert_eq!(names(&app, &file).await.1, Vec::from_iter(doubt), "{heading}: {codes:?}");
    }
    let in_words = "Nome;E-mail;STATUSMATRICULA\nAna;a@example.org;Cancelado\n";
    let doubt = Doubt { column: "STATUSMATRICULA".to_owned(), kind: DoubtKind::Closed };
    assert_eq!(names(&app, in_words).await.1, [doubt]);
    // Not all of them begin with a number.
    let file = "Nome;E-mail\n01 - Ana Lima;a@example.org\nEva;e@example.org\n";
    assert_eq!(names(&app, file).await, (vec!["01 - Ana Lima".to_owned(), "Eva".to_owned()], Vec::new()));
    let okta = "email,firstName,lastName,displayName\na@example.org,Ana,Lima,Ana M. Lima\ne@example.org,Eva,Reis,\n";
    assert_eq!(names(&app, okta).await, (vec!["Ana M. Lima".to_owned(), "Eva Reis".to_owned()], Vec::new()));
    // What is no name without its number, and a number that is short.
    for cells in [["Aluno 0001", "Aluno 0002"], ["João Paulo 2", "Ana 3"], ["Ana - 2026001", "Eva"]] {
        let file = format!("Nome;E-mail\n{};a@example.org\n{};e@example.org\n", cells[0], cells[1]);
        assert_eq!(names(&app, &file).await, (cells.map(str::to_owned).to_vec(), Vec::new()));
    }
    // Canvas has a row among the students that is nobody.
    let canvas = "Student,ID,SIS Login ID,Section\n    Points Possible,,,\n\"Lima, Ana\",1,ana@example.org,3A\n";
    let checked = check_file(&app, canvas).await.expect("a file");
    assert_eq!(checked.layout.name_in(&checked.rows[1].cells), "Ana Lima");
    let file = "Nome;E-mail\n01 - Lima, Ana;a@example.org\n02 - Paz, Eva;e@example.org\n";
    assert_eq!(names(&app, file).await.0, ["Ana Lima", "Eva Paz"]);
    // Who is about to leave may be read either way, and is asked about.
    let either = "Nome;E-mail;Data de saída\nAna;a@example.org;01/12/2025\n";
    assert_eq!(names(&app, either).await.1.len(), 1);
    for file in [
        "Nome;E-mail;Data de chegada;Data de saída\nAna;a@example.org;01/02/2025;01/02/2025\n",
        "Nome;E-mail;Data da visita;Hora de saída\nAna;a@example.org;01/02/2025;10:00\n",
        "Nome;E-mail;Hora de saída\nAna;a@example.org;10:00\n",
        "Nome;E-mail;Status do curso\nAna;a@example.org;Cancelado\n",
        "Nome;E-mail;Situação do projeto\nAna;a@example.org;Encerrado\n",
        "Nome;E-mail;Data de nascimento;Data de admissão\nAna;a@example.org;01/02/2001;01/02/2025\n",
        "Nome;E-mail;Curso anterior cancelado\nAna;a@example.org;Letras\n",
        "Nome;E-mail;Curso cancelado\nAna;a@example.org;Letras\n",
        "Nome;E-mail;Previsão de conclusão\nAna;a@example.org;2020/2\n",
        "Nome;E-mail;Completion time\nAna;a@example.org;1/2/20 10:00:00\n",
        // The form is complete, and nobody has left.
        "Nome;E-mail;Situação da inscrição\nAna;a@example.org;Concluída\n",
        "Nome;E-mail;Status do cadastro\nAna;a@example.org;Concluído\n",
    ] {
        assert_eq!(names(&app, file).await.1, [], "{file}");
    }
    // The middle name is in the whole name already.
    let file = "Full name,Middle Name,Email\nAna Maria Lima,Maria,a@example.org\n";
    assert_eq!(names(&app, file).await.1, []);
}

#[tokio::test]
async fn a_class_is_known_by_several_words() {
    let app = TestApp::start().await;
    for (heading, is_class) in [
        ("Série/Turma", true),
        ("Turma/Série", true),
        ("Ano/Turma", true),
        ("Nome da turma", true),
        ("Turma do aluno", true),
        ("Turma do(a) aluno(a)", true),
        ("Group name", true),
        ("Série/Turma (2026)", true),
        ("Ano da turma", false),
        ("Série", false),
        ("Código da turma", false),
        ("Professor da turma", false),
        ("Aluno/Turma", false),
        ("Nome e turma", false),
        ("Turma anterior", false),
    ] {
        let file = format!("Nome;E-mail;{heading}\nAna;a@example.org;1A\n");
        let checked = check_file(&app, &file).await.expect("a file");
        let groups: Vec<&str> = checked.layout.new_groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(groups, if is_class { &["1A"][..] } else { &[] }, "{heading}");
    }
}

/// Two columns of people of whom nobody can tell which are meant.
#[tokio::test]
async fn other_people_are_not_guessed() {
    let app = TestApp::start().await;
    for (file, name) in [
        ("Cliente;Colaborador;E-mail\nAna;Rui;a@example.org\n", None),
        ("Aluno;Estudante;E-mail\nAna;Rui;a@example.org\n", None),
        ("1 Nome;2 Nome;E-mail\nAna;Rui;a@example.org\n", Some("Ana")),
        ("Nome;2 Nome;E-mail\nAna;Rui;a@example.org\n", Some("Ana")),
        ("Nome;E-mail;2 E-mail;3 Turma;2 Nome\nAna;a@example.org;b@example.org;1A;Rui\n", Some("Ana")),
    ] {
        match (check_file(&app, file).await, name) {
            (Ok(checked), Some(name)) => assert_eq!(checked.layout.name_in(&checked.rows[0].cells), name, "{file}"),
            (Err(NotRead::File(FileProblem::ColumnTwice { column: Column::DisplayName, .. })), None) => {}
            (Ok(checked), None) => panic!("{file}: read as {}", checked.layout.name_in(&checked.rows[0].cells)),
            (Err(refused), _) => panic!("{file}: {refused:?}"),
        }
    }
}

#[tokio::test]
async fn nobody_gets_the_address_of_another_person_of_the_row() {
    let app = TestApp::start().await;
    for (file, name, email) in [
        (
            "Nome do professor;E-mail do professor;Nome do aluno;E-mail do aluno\nRui;r@example.org;Ana;a@example.org\n",
            "Ana",
            "a@example.org",
        ),
        (
            "Nome do professor;E-mail do professor;E-mail do aluno\nRui;r@example.org;a@example.org\n",
            "Rui",
            "r@example.org",
        ),
        ("Aluno;E-mail do professor;E-mail do aluno\nAna;r@example.org;a@example.org\n", "Ana", "a@example.org"),
    ] {
        let checked = check_file(&app, file).await.expect("a file");
        let cells = &checked.rows[0].cells;
        let read = (checked.layout.name_in(cells), checked.layout.text_in(cells, Column::Email));
        assert_eq!(read, (name.to_owned(), email.to_owned()), "{file}");
    }
    let neither = "Nome do gerente;E-mail do docente;E-mail do servidor\nRui;a@example.org;b@example.org\n";
    assert!(check_file(&app, neither).await.is_err());
}

#[tokio::test]
async fn what_is_above_and_below_a_list_is_nobody() {
    let app = TestApp::start().await;
    let title: String = (1..=20).map(|line| format!("Colégio Aurora, linha {line};;\n")).collect();
    let file = format!(
        "{title}Nº;Nome;E-mail\n1;Ana Lima;ana@example.org\n2;Eva;eva@example.org\n3;;\n4.;;\n{}",
        "\
        ;Total: 2 alunos;\n;Total de registros;2\n2 registro(s) encontrado(s);;\n(2 rows);;\nPágina 1 de 1;;\n\
        Gerado em 01/02/2026 10:00 por João Lima;;\nRelatório emitido em 01/02/2026;;\nData de emissão: 01/02/2026;;\n"
    );
    assert_eq!(names(&app, &file).await, (vec!["Ana Lima".to_owned(), "Eva".to_owned()], Vec::new()));
    // A second table is none of the first's title.
    let file = "Aluno;E-mail\nAna Lima;ana@example.org\nNome;E-mail\nRui;rui@example.org\n";
    let checked = check_file(&app, file).await.expect("a file");
    assert_eq!(checked.rows.iter().filter(|row| row.state == RowState::Ready).count(), 2);
    // People without an address are not.
    let file = "Nº;Nome;E-mail\n1;Ana Lima;ana@example.org\n2;Gerado da Silva;\n3;Rui 2;\n;2 Marias;\n4;;gerado2026@example.org\n";
    let checked = check_file(&app, file).await.expect("a file");
    assert_eq!(checked.rows.iter().filter(|row| row.state == RowState::Wrong).count(), 4);
}

/// In "Função" there may be roles or jobs; in "Papel" there are roles.
#[tokio::test]
async fn a_column_of_jobs_is_left_out_and_one_of_roles_is_read() {
    let app = TestApp::start().await;
    for (heading, cells, is_read, wrong) in [
        ("Função", ["Analista", "Auxiliar"], false, 0),
        ("Função", ["Professora", "Analista"], false, 0),
        ("Perfil", ["Aluno(a)", "Docente"], true, 0),
        ("Role", ["user", "Presenter"], false, 0),
        ("role", ["", ""], true, 0),
        ("Rol", ["Administrador(a)", "Usuario"], true, 0),
        ("Papel", ["Analista", "Auxiliar"], true, 2),
    ] {
        let file = format!("Nome;E-mail;{heading}\nAna;a@example.org;{}\nEva;e@example.org;{}\n", cells[0], cells[1]);
        let checked = check_file(&app, &file).await.expect("a file");
        assert_eq!(checked.layout.read_columns().contains(&Column::Role), is_read, "{file}");
        let ignored = if is_read { vec![] } else { vec![heading.to_owned()] };
        assert_eq!(checked.layout.ignored(), ignored, "{file}");
        assert_eq!(checked.rows.iter().filter(|row| row.state == RowState::Wrong).count(), wrong, "{file}");
    }
}

#[tokio::test]
async fn the_preview_says_what_it_doubts_and_what_it_leaves_out() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let id = previewed(&mut admin, "Nome;Apellido 2;Status;E-mail\nAna;Lima;ATIVO;ana@example.org\n").await;
    let page = admin.get(&format!("/admin/imports/{id}")).await;
    for words in ["“Apellido 2” parece ser parte do nome", "Ana Lima", "Colunas ignoradas: Status"] {
        assert!(page.says(words), "{words}: {}", page.text);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users").await, 1);
}

/// What was confirmed is what is done, whatever a later version understands.
#[tokio::test]
async fn an_import_is_carried_out_as_its_preview_has_read_it() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    confirmed(&mut admin, "Nome;Sobrenome;E-mail\nMaria;da Silva Souza;maria@example.org\n").await;
    run_job(&app).await;
    assert_eq!(app.account("maria@example.org").await.user.display_name.as_str(), "Maria da Silva Souza");
    // As versions before this one kept it: the names of the columns and nothing more.
    let id = previewed(&mut admin, "nome;e-mail\nEva;eva@example.org\n").await;
    app.execute("UPDATE imports SET header = '[\"nome\",\"e-mail\"]' WHERE state = 'preview'").await;
    super::post_action(&mut admin, &id, "confirm").await;
    run_job(&app).await;
    assert_eq!(app.account("eva@example.org").await.user.display_name.as_str(), "Eva");
    app.deliver_all().await;
}

#[tokio::test]
async fn a_file_without_the_needed_columns_lists_those_that_were_found() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let answer = super::upload(&mut admin, "Aluno;Contato;Turma\nAna;x;1\n").await;
    assert!(
        answer.says("Falta a coluna “e-mail”. Encontramos as colunas “Aluno”, “Contato”, “Turma”."),
        "{}",
        answer.text
    );
    // One row for each course of somebody.
    let courses = "Aluno;E-mail;Disciplina\nAna Lima;ana@example.org;A\nAna Lima;ana@example.org;B\nAna Lima;ana@example.org;C\n\
                   Rui;rui@example.org;A\nRui;rui@example.org;B\n";
    let checked = check_file(&app, courses).await.expect("a file");
    assert_eq!(checked.rows.iter().filter(|row| row.state == RowState::Ready).count(), 2);
    // Who is one, and not who it is.
    for file in [
        "E-mail;Aluno\na@example.org;Sim\nb@example.org;Não\n",
        "email,staff\na@example.org,yes\n",
        "E-mail;Professor\na@example.org;Rui\nb@example.org;Rui\nc@example.org;Rui\n",
    ] {
        let refused = super::refusal(&app, file.as_bytes()).await;
        assert!(
            matches!(refused, FileProblem::ColumnMissing { missing: Column::DisplayName, .. }),
            "{file}: {refused:?}"
        );
    }
    match check_file(&app, "Aluno;Contato;Turma\nAna;x;1\n").await {
        Err(NotRead::File(FileProblem::ColumnMissing { found, .. })) => {
            assert_eq!(found, ["Aluno", "Contato", "Turma"])
        }
        _ => panic!("accepted"),
    }
}

#[tokio::test]
async fn our_own_export_is_read_as_it_was() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let people = ["=Eva; =cmd|x", "+Rui", "'=Ana", "Souza, João", "a;＝b", "Zé \"Zezinho\""];
    for (number, name) in people.iter().enumerate() {
        app.queue_for(&crate::app::new_user(name, &format!("p{number}@example.org"), chaveiro::domain::Role::Member))
            .await;
    }
    let export = admin.get("/admin/users/export").await.text;
    assert!(export.starts_with("\u{feff}id,email,display_name,"), "{export}");
    let checked = check_file(&app, &export).await.expect("our own file");
    assert_eq!(checked.layout.doubts(), []);
    assert!(checked.layout.ignored().contains(&"force_change_password".to_owned()));
    let mut read: Vec<String> = checked.rows.iter().map(|row| checked.layout.name_in(&row.cells)).collect();
    read.retain(|name| people.contains(&name.as_str()));
    read.sort_unstable();
    let mut expected = people.map(str::to_owned);
    expected.sort_unstable();
    assert_eq!(read, expected);
    assert!(checked.rows.iter().all(|row| row.state == RowState::Known));
}
