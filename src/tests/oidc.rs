//! OpenID Connect: what an app may ask, what it gets, and when that ends.

mod client;
mod forward_auth;

mod authorize;
mod client_authentication;
mod clocks;
mod hint;
mod invited;
mod journey;
mod keys;
mod limits;
mod logout;
mod logout_delivery;
mod logout_pages;
mod proven_email;
mod races;
mod tokens;
