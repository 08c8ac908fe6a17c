//! Markup written as one text: for long lists, where a view for each cell would cost more than all the rest.

/// Markup that grows. What comes from people goes in by [`Markup::text`], which escapes it.
#[derive(Default)]
pub struct Markup(String);

impl Markup {
    /// Empty, with room for `bytes`.
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Markup of ours, as it is.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// A text, escaped for an element or an attribute in double quotes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            self.0.push_str(&rest[..at]);
            self.0.push_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#x27;",
            });
            rest = &rest[at + 1..];
        }
        self.0.push_str(rest);
        self
    }

    /// An email address, which breaks where it does not fit: after the @, or after a dot of the domain.
    pub fn address(&mut self, address: &str) -> &mut Self {
        let domain = address.find('@').map_or(address.len(), |at| at + 1);
        self.text(&address[..domain]);
        for label in address[domain..].split_inclusive('.') {
            self.raw("<wbr>").text(label);
        }
        self
    }

    /// ` name="value"`, where there is a value; `name` is markup of ours.
    pub fn attribute(&mut self, name: &'static str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.raw(" ").raw(name).raw("=\"").text(value).raw("\"");
        }
        self
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The markup of an email address, which breaks where [`Markup::address`] lets it.
pub fn address(address: &str) -> String {
    let mut out = Markup::default();
    out.address(address);
    out.into_string()
}
