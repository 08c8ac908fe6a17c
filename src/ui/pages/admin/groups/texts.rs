//! What the pages of groups say.

use crate::domain::Locale;
use crate::locale::number::{counted, number};

/// The sentences in `locale`.
pub const fn texts(locale: Locale) -> &'static GroupTexts {
    locale.pick(&PT_BR, &EN)
}

/// The sentences in one language.
pub struct GroupTexts {
    /// The title of the list.
    pub title: &'static str,
    /// What groups are for.
    pub lede: &'static str,
    /// How many groups there are.
    pub caption: fn(i64) -> String,
    /// The heading where there is none.
    pub empty: &'static str,
    /// What to do then.
    pub empty_hint: &'static str,
    /// Leads to the form, and is its button.
    pub create: &'static str,
    /// The button while the form is under way.
    pub creating: &'static str,
    /// The title of the form.
    pub new_title: &'static str,
    /// Labels the name.
    pub name: &'static str,
    /// Labels the slug.
    pub slug: &'static str,
    /// What it is for.
    pub slug_hint: &'static str,
    /// That it stays.
    pub slug_stays: &'static str,
    /// The heading of the people.
    pub people: &'static str,
    /// How many people there are.
    pub count: fn(i64) -> String,
    /// Nobody is in it.
    pub nobody: &'static str,
    /// How people get in.
    pub nobody_hint: &'static str,
    /// The heading of the form that adds people.
    pub add_title: &'static str,
    /// Labels its field.
    pub add_label: &'static str,
    /// How to fill it in.
    pub add_hint: &'static str,
    /// Its button.
    pub add: &'static str,
    /// The button that takes somebody out.
    pub remove: &'static str,
    /// The same, read aloud.
    pub remove_one: fn(name: &str) -> String,
    /// Labels the column of that button.
    pub actions: &'static str,
    /// Labels the app that somebody is invited for.
    pub app: &'static str,
    /// None of them.
    pub app_none: &'static str,
    /// What choosing one for a person does.
    pub app_of_person_hint: &'static str,
    /// The heading of the group's app.
    pub app_title: &'static str,
    /// What it does.
    pub app_hint: &'static str,
    /// Its button.
    pub app_save: &'static str,
    /// The heading of the form that renames.
    pub rename_title: &'static str,
    /// Its button.
    pub rename: &'static str,
    /// The heading of the form that deletes.
    pub delete_title: &'static str,
    /// What it does.
    pub delete_hint: &'static str,
    /// Its button.
    pub delete: &'static str,
    /// Its button, once that one was pressed.
    pub delete_sure: &'static str,
    /// Leads back to the list.
    pub back: &'static str,
    /// Leads to the people of this group in the list of people.
    pub in_list: &'static str,
    /// Leaves the form.
    pub cancel: &'static str,
    /// Names the pages.
    pub pages: &'static str,
    /// Which page it is.
    pub page: fn(page: i64, pages: i64) -> String,
    /// Leads to the page before.
    pub previous: &'static str,
    /// Leads to the next page.
    pub next: &'static str,
    /// What has been done.
    pub done: fn(notice: &str) -> Option<&'static str>,
    /// So many people were added.
    pub added: fn(i64) -> String,
    /// So many people were taken out.
    pub removed: fn(i64) -> String,
    /// Somebody was taken out.
    pub removed_one: fn(name: &str) -> String,
    /// Leads from selected people to a group.
    pub assign: &'static str,
    /// Asks which group.
    pub assign_title: fn(people: &str) -> String,
    /// Labels the groups.
    pub assign_label: &'static str,
    /// The first choice: no group yet.
    pub assign_choose: &'static str,
    /// That there are more than can be done at a time.
    pub assign_cut_short: fn(most: &str) -> String,
    /// And how many more.
    pub and_more: fn(i64) -> String,
    /// The button that takes all of them out.
    pub remove_all: &'static str,
    /// Labels the boxes in the forms about a person.
    pub of_person: &'static str,
    /// What they mean.
    pub of_person_hint: &'static str,
    /// The groups of somebody who is in none.
    pub none: &'static str,
}

/// In Brazilian Portuguese.
pub static PT_BR: GroupTexts = GroupTexts {
    title: "Grupos",
    lede: "Use grupos para dizer quem pode usar cada aplicativo, como turmas, equipes ou setores.",
    caption: |count| counted(Locale::PtBr, count, "grupo", "grupos"),
    empty: "Nenhum grupo ainda",
    empty_hint: "Crie um grupo para cada turma, equipe ou setor e inclua as pessoas.",
    create: "Criar grupo",
    creating: "Criando…",
    new_title: "Criar grupo",
    name: "Nome do grupo",
    slug: "Nome curto",
    slug_hint: "É como os aplicativos identificam o grupo: letras minúsculas, números e hifens, como turma-1a. Não muda \
                depois. Se ficar vazio, criamos a partir do nome.",
    slug_stays: "Não muda quando o grupo é renomeado.",
    people: "Pessoas",
    count: |count| counted(Locale::PtBr, count, "pessoa", "pessoas"),
    nobody: "Ninguém neste grupo ainda.",
    nobody_hint: "Inclua pessoas pelo e-mail acima, no cadastro de cada pessoa ou na importação.",
    add_title: "Incluir pessoas",
    add_label: "E-mails",
    add_hint: "Um ou mais, separados por espaço, vírgula ou linha. As pessoas já precisam ter conta.",
    add: "Incluir no grupo",
    remove: "Retirar",
    remove_one: |name| format!("Retirar {name} do grupo"),
    actions: "Ações",
    app: "Aplicativo",
    app_none: "Nenhum",
    app_of_person_hint: "Depois de criar a senha, a pessoa vê um botão que leva a este aplicativo.",
    app_title: "Aplicativo do primeiro acesso",
    app_hint: "Depois de criar a senha, as pessoas deste grupo veem um botão que leva a este aplicativo. O aplicativo \
               escolhido no cadastro da pessoa vale mais.",
    app_save: "Salvar aplicativo",
    rename_title: "Renomear",
    rename: "Salvar nome",
    delete_title: "Excluir grupo",
    delete_hint: "As pessoas continuam com suas contas, mas perdem o acesso que só este grupo dava. Não dá para desfazer.",
    delete: "Excluir grupo",
    delete_sure: "Confirmar exclusão",
    back: "Grupos",
    in_list: "Ver na lista de pessoas",
    cancel: "Cancelar",
    pages: "Páginas",
    page: |page, pages| format!("Página {page} de {pages}"),
    previous: "Anterior",
    next: "Próxima",
    done: |notice| {
        Some(match notice {
            "created" => "Grupo criado. Agora inclua as pessoas.",
            "renamed" => "Nome do grupo salvo.",
            "app-saved" => "Aplicativo do grupo salvo.",
            "deleted" => "Grupo excluído.",
            _ => return None,
        })
    },
    added: |count| match count {
        0 => "Nada mudou: todas já estavam no grupo.".to_owned(),
        1 => "1 pessoa incluída no grupo.".to_owned(),
        count => format!("{} pessoas incluídas no grupo.", number(Locale::PtBr, count)),
    },
    removed: |count| match count {
        0 => "Nada mudou: nenhuma delas estava no grupo.".to_owned(),
        1 => "1 pessoa retirada do grupo.".to_owned(),
        count => format!("{} pessoas retiradas do grupo.", number(Locale::PtBr, count)),
    },
    removed_one: |name| format!("{name} não está mais no grupo."),
    assign: "Incluir em grupo",
    assign_title: |people| format!("Incluir {people} em um grupo ou retirar de um"),
    assign_label: "Grupo",
    assign_choose: "Escolha um grupo",
    assign_cut_short: |most| format!("A lista tem mais pessoas. Só as primeiras {most} serão alteradas desta vez."),
    and_more: |more| format!("e mais {}", counted(Locale::PtBr, more, "pessoa", "pessoas")),
    remove_all: "Retirar do grupo",
    of_person: "Grupos",
    of_person_hint: "Os grupos dizem quais aplicativos a pessoa pode usar.",
    none: "Nenhum",
};

/// In English.
pub static EN: GroupTexts = GroupTexts {
    title: "Groups",
    lede: "Use groups to say who may use each app, such as classes, teams or departments.",
    caption: |count| counted(Locale::En, count, "group", "groups"),
    empty: "No groups yet",
    empty_hint: "Create a group for each class, team or department, then add people.",
    create: "Create group",
    creating: "Creating…",
    new_title: "Create group",
    name: "Group name",
    slug: "Short name",
    slug_hint: "How apps identify the group: lower-case letters, digits and hyphens, like class-1a. It can't be changed \
                later. Leave it empty and we'll make one from the name.",
    slug_stays: "It stays the same when the group is renamed.",
    people: "People",
    count: |count| counted(Locale::En, count, "person", "people"),
    nobody: "Nobody is in this group yet.",
    nobody_hint: "Add people by email above, when you add or edit a person, or in an import.",
    add_title: "Add people",
    add_label: "Email addresses",
    add_hint: "One or more, separated by spaces, commas or lines. They must already have an account.",
    add: "Add to group",
    remove: "Remove",
    remove_one: |name| format!("Remove {name} from the group"),
    actions: "Actions",
    app: "App",
    app_none: "None",
    app_of_person_hint: "After creating a password, the person sees a button that leads to this app.",
    app_title: "App after first sign-in",
    app_hint: "After creating a password, people in this group see a button that leads to this app. An app chosen when the \
               person was added comes first.",
    app_save: "Save app",
    rename_title: "Rename",
    rename: "Save name",
    delete_title: "Delete group",
    delete_hint: "People keep their accounts, but lose any access only this group gave them. This can't be undone.",
    delete: "Delete group",
    delete_sure: "Confirm deletion",
    back: "Groups",
    in_list: "See in the list of people",
    cancel: "Cancel",
    pages: "Pages",
    page: |page, pages| format!("Page {page} of {pages}"),
    previous: "Previous",
    next: "Next",
    done: |notice| {
        Some(match notice {
            "created" => "Group created. Now add people.",
            "renamed" => "Group name saved.",
            "app-saved" => "Group app saved.",
            "deleted" => "Group deleted.",
            _ => return None,
        })
    },
    added: |count| match count {
        0 => "Nothing changed: they were all in the group already.".to_owned(),
        1 => "1 person added to the group.".to_owned(),
        count => format!("{} people added to the group.", number(Locale::En, count)),
    },
    removed: |count| match count {
        0 => "Nothing changed: none of them was in the group.".to_owned(),
        1 => "1 person removed from the group.".to_owned(),
        count => format!("{} people removed from the group.", number(Locale::En, count)),
    },
    removed_one: |name| format!("{name} is no longer in the group."),
    assign: "Add to group",
    assign_title: |people| format!("Add {people} to a group, or remove them from one"),
    assign_label: "Group",
    assign_choose: "Choose a group",
    assign_cut_short: |most| format!("The list has more people. Only the first {most} will be changed this time."),
    and_more: |more| format!("and {} more", counted(Locale::En, more, "person", "people")),
    remove_all: "Remove from group",
    of_person: "Groups",
    of_person_hint: "Groups say which apps the person may use.",
    none: "None",
};
