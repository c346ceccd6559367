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
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use vplan_client::auth::{TokenSet, TokenStore, oauth2_code, random_state};
use vplan_client::transport::BoxFuture;
use vplan_client::{BoxError, Client, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let flow = oauth2_code(env::var("VPLAN_CLIENT_ID")?)
        .client_secret(env::var("VPLAN_CLIENT_SECRET")?)
        .redirect_uri("https://localhost:8443/back");
    let file = TokenFile(PathBuf::from("vplan-tokens.txt"));

    let tokens = if file.0.exists() {
        file.load()?
    } else {
        // The state belongs to the user's session: a browser that comes back with another one was sent by somebody else.
        let state = random_state();
        println!("Open {}", flow.authorize_url(&state));
        println!("Then paste the address the browser came back to:");
        let mut address = String::new();
        io::stdin().read_line(&mut address)?;
        let code = flow.callback(address.trim(), &state)?;
        let tokens = flow.exchange(&code).await?;
        file.store(&tokens).await.map_err(|error| error.to_string())?;
        tokens
    };

    // The credential refreshes the tokens before they expire and when the server refuses them. However many calls wait,
    // there is one refresh, and the new pair is stored before it is used: the old refresh token is spent by then.
    let client = Client::builder().auth(flow.credential(tokens, file)).build()?;
    match client.me().get().send().await {
        Ok(me) => println!("{me:?}"),
        Err(error) if error.kind() == ErrorKind::Auth => println!("sign in again: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Tokens in a file, one value a line. Where several processes share them, use a database and lock the row.
struct TokenFile(PathBuf);

impl TokenStore for TokenFile {
    fn store<'a>(&'a self, tokens: &'a TokenSet) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move { Ok(save(&self.0, tokens)?) })
    }
}

impl TokenFile {
    fn load(&self) -> Result<TokenSet, Box<dyn Error>> {
        let text = fs::read_to_string(&self.0)?;
        let mut lines = text.lines();
        let mut tokens = TokenSet::new(lines.next().ok_or("an empty token file")?);
        if let Some(refresh) = lines.next().filter(|line| !line.is_empty()) {
            tokens = tokens.refresh_token(refresh);
        }
        if let Some(seconds) = lines.next().filter(|line| !line.is_empty()) {
            tokens = tokens.expires_at(UNIX_EPOCH + Duration::from_secs(seconds.parse()?));
        }
        Ok(tokens)
    }
}

fn save(file: &Path, tokens: &TokenSet) -> io::Result<()> {
    let refresh = tokens.refresh_token.as_ref().map_or("", |token| token.expose());
    let since_1970 = |at: SystemTime| at.duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let expires = tokens.expires_at.map(since_1970).map_or_else(String::new, |seconds| seconds.to_string());
    // Written beside and renamed, so that a crash leaves the old tokens or the new ones. A token prints as `***` and is
    // shown by `expose` alone.
    let new = file.with_extension("new");
    fs::write(&new, format!("{}\n{refresh}\n{expires}\n", tokens.access_token.expose()))?;
    fs::rename(&new, file)
}
