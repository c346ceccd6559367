//! Lists the users of a tenant. The token is fetched, renewed and shared by the client.
//!
//! ```sh
//! PLANVIEW_SERVER=https://... PLANVIEW_CLIENT_ID=... PLANVIEW_CLIENT_SECRET=... cargo run --example list_users
//! ```

use std::env;
use std::error::Error;

use planview_admin_client::auth::oauth2_client;
use planview_admin_client::{Client, ErrorKind};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let credential = oauth2_client(env::var("PLANVIEW_CLIENT_ID")?, env::var("PLANVIEW_CLIENT_SECRET")?);
    let client = Client::builder().base_url(env::var("PLANVIEW_SERVER")?).auth(credential).build()?;

    let mut users = client.users().list().count(100).items();
    loop {
        match users.try_next().await {
            Ok(Some(user)) => println!("{:?} {:?} {:?}", user.id, user.email, user.role),
            Ok(None) => return Ok(()),
            // No token: the pair of id and secret is wrong, or the token endpoint could not be reached.
            Err(error) if error.kind() == ErrorKind::Auth => return Err(format!("no token: {error}").into()),
            Err(error) => return Err(error.into()),
        }
    }
}
