//! Uploads a file to a card and downloads it again, as streams.
//!
//! ```sh
//! AGILEPLACE_ACCOUNT=... AGILEPLACE_TOKEN=... cargo run --example files -- CARD_ID drawing.pdf
//! ```

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::Write;

use agileplace_client::auth::Bearer;
use agileplace_client::types::{AttachmentUpload, CardId};
use agileplace_client::{Client, FilePart};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .server_variable("account", env::var("AGILEPLACE_ACCOUNT")?)
        .auth(Bearer::new(env::var("AGILEPLACE_TOKEN")?))
        .build()?;
    let mut arguments = env::args().skip(1);
    let (Some(card), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("the arguments are a card and a file".into());
    };
    let card = CardId::from(card);

    let part = FilePart::new(path.as_str(), fs::read(&path)?).content_type("application/pdf");
    let upload = AttachmentUpload::new(part).description("Sent by an example");
    let attachment = client.attachments().create(card.clone(), upload).send().await?;
    println!("{:?}: {:?} bytes", attachment.id, attachment.attachment_size);

    // A download is a stream: the file is never in memory as a whole.
    let mut content = client.attachments().download(card, attachment.id).send().await?;
    let mut file = File::create("downloaded.pdf")?;
    while let Some(chunk) = content.try_next().await? {
        file.write_all(&chunk)?;
    }
    Ok(())
}
