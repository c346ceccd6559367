//! A user signs in with a browser. The tokens are kept in a file and refresh themselves.
//!
//! Register an application whose redirect address is `https://localhost:8443/back`, then:
//!
//! ```sh
//! VPLAN_CLIENT_ID=... VPLAN_CLIENT_SECRET=... cargo run --example oauth_login
//! ```

use std::env;
use std::error::Error;
use std::fs;
use std::io;
use std::path::PathBuf;

use vplan_client::auth::{SignIn, TokenSet, TokenStore, oauth2_code};
use vplan_client::transport::BoxFuture;
use vplan_client::{BoxError, Client, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let flow = oauth2_code(env::var("VPLAN_CLIENT_ID")?)
        .client_secret(env::var("VPLAN_CLIENT_SECRET")?)
        .redirect_uri("https://localhost:8443/back");
    let file = TokenFile(PathBuf::from("vplan-tokens.json"));

    let credential = if let Some(credential) = flow.resume(file.clone()).await? {
        credential
    } else {
        // Belongs to the user's session: a browser that comes back with another state was sent by somebody else.
        let sign_in = SignIn::new();
        println!("Open {}", flow.authorize_url(&sign_in));
        println!("Then paste the address the browser came back to:");
        let mut address = String::new();
        io::stdin().read_line(&mut address)?;
        let code = flow.callback(address.trim(), &sign_in)?;
        let tokens = flow.exchange(&code, &sign_in).await?;
        file.store(&tokens).await.map_err(|error| error.to_string())?;
        flow.credential(tokens, file)
    };

    // The credential refreshes the tokens before they expire and when the server refuses them. However many calls wait,
    // there is one refresh, and the new pair is stored before it is used: the old refresh token is spent by then.
    let client = Client::builder().auth(credential).build()?;
    match client.me().get().send().await {
        Ok(me) => println!("{me:?}"),
        Err(error) if error.kind() == ErrorKind::Auth => println!("sign in again: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Tokens in a file, as JSON. Where several processes share them, use a database and lock the row.
#[derive(Clone)]
struct TokenFile(PathBuf);

impl TokenStore for TokenFile {
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            // Written beside and renamed, so that a crash leaves the old tokens or the new ones.
            let new = self.0.with_extension("new");
            fs::write(&new, tokens.to_json())?;
            Ok(fs::rename(&new, &self.0)?)
        })
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<TokenSet>, BoxError>> {
        Box::pin(async {
            match fs::read_to_string(&self.0) {
                Ok(text) => Ok(Some(TokenSet::from_json(&text)?)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }
}
