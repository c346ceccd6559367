//! An order with its rows and address in one call, and a change of it.
//!
//! ```sh
//! VPLAN_KEY=... VPLAN_ENV=... cargo run --example create_order
//! ```

use std::env;
use std::error::Error;

use vplan_client::auth::ApiKey;
use vplan_client::types::{NewAddress, NewOrder, NewOrderRow, OrderType, OrderUpdate, Quantity};
use vplan_client::{Client, ErrorKind, Patch, fields};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder().auth(ApiKey::new(env::var("VPLAN_KEY")?, env::var("VPLAN_ENV")?)).build()?;

    // `new` takes what is required; everything else is a setter.
    let order = NewOrder::new("SO-1001")
        .description("Two garden gates")
        .r#type(OrderType::Sales)
        .sub_type("none")
        .external_ref("erp-1001")
        .promised_date(Some("2026-03-31".parse()?))
        .address(NewAddress::default().street1("Dorpsstraat 1").city("Utrecht"))
        .order_rows([
            NewOrderRow::default().description("Cut and weld").unit("hours").quantity(Quantity::Number(6.5)),
            NewOrderRow::default().description("Hinges").unit("piece").quantity(Quantity::Number(8.0)),
        ]);

    let created = match client.orders().create(order).send().await {
        Ok(created) => created,
        // 422 with "Duplicate entry": the key of external_ref, type and sub_type exists already.
        Err(error) if error.kind() == ErrorKind::Invalid => {
            println!("refused: {:?}", error.message());
            let filter = fields::order::EXTERNAL_REF.eq("erp-1001");
            let mut orders = client.orders().list().filter(filter).items();
            orders.try_next().await?.ok_or("neither created nor found")?
        }
        Err(error) => return Err(error.into()),
    };
    let id = created.id;
    println!("{:?} is planned as {:?}", id, created.collection_id);

    // A partial update has three states: left out (stays), null (cleared) and a value (set).
    let update = OrderUpdate::default().note("Call before delivery").desired_date(Patch::Null);
    client.orders().update(id.clone(), update).send().await?;

    // Related objects come along when they are asked for.
    let order = client.orders().get(id).with([fields::order::with::ORDER_ROWS]).send().await?;
    for row in order.order_rows.unwrap_or_default() {
        println!("{:?} {:?} {:?}", row.description, row.quantity, row.unit);
    }
    Ok(())
}
