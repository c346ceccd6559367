//! Responses that are compared, kept and made; and answers from the examples of the description.

use crate::{card, client, server};
use vplan_client::types::Card;

#[tokio::test]
async fn responses_are_compared() {
    let server = server().await;
    server.seed_with("/card", vec![card(1), card(2)]);
    let client = client(&server);
    let page = client.cards().list().send().await.unwrap();
    assert_eq!(page, client.cards().list().send().await.unwrap());
    let cards = page.data;
    assert_ne!(cards[0], cards[1]);
    let made: Card = serde_json::from_value(card(1)).unwrap();
    assert_eq!(cards[0].external_ref, made.external_ref);
}

#[cfg(feature = "full-types")]
mod full {
    use super::*;
    use crate::id;
    use vplan_client::types::{CardUpdate, NewCard};

    #[tokio::test]
    async fn responses_are_kept_and_made() {
        let server = server().await;
        server.seed_with("/card", vec![card(1)]);
        let read = client(&server).cards().list().send().await.unwrap().data.remove(0);
        let kept = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Card>(&kept).unwrap(), read);
        let made = Card::new(id(1)).name("Card 1");
        assert_eq!((&made.id, &made.name), (&read.id, &read.name));
    }

    #[tokio::test]
    async fn a_body_is_read_from_json_that_is_there() {
        let server = server().await;
        let body: NewCard = serde_json::from_str(r#"{"name": "From the store", "note": null}"#).unwrap();
        client(&server).cards().create(id(9), body).send().await.unwrap();
        assert!(String::from_utf8_lossy(&server.last().body).contains(r#""name":"From the store""#));
        let update: CardUpdate = serde_json::from_str("{}").unwrap();
        assert_eq!(update, CardUpdate::default());
    }
}

mod examples {
    use crate::calls;
    use vplan_client::Client;
    use vplan_client::auth::ApiKey;

    fn offline() -> (Client, vplan_client::transport::Recorder) {
        let recorder = vplan_client::examples();
        let client = Client::builder().base_url("https://test.example/v1").auth(ApiKey::new("key", "env"));
        (client.transport(recorder.clone()).build().unwrap(), recorder)
    }

    #[tokio::test]
    async fn every_operation_has_an_response_that_can_be_read() {
        let (client, recorder) = offline();
        calls::call_all(&client).await;
        assert!(recorder.requests().len() >= 100, "{} requests", recorder.requests().len());
    }

    #[tokio::test]
    async fn the_queue_comes_first_and_lists_end() {
        let (client, recorder) = offline();
        recorder.json(404, "{}");
        assert_eq!(client.me().get().send().await.unwrap_err().status(), Some(404));
        client.me().get().send().await.unwrap();
        let mut cards = client.cards().list().items();
        let mut count = 0;
        while cards.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert!(count >= 1);
    }
}
