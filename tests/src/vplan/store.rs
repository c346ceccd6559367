//! Records in memory, one list per concrete collection path such as `/card` or `/order/{id}/row`.

use super::errors;
use super::filter::{Filter, Precedence, order_values};
use super::view;
use crate::http::Reply;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Records by collection path.
#[derive(Debug, Default)]
pub struct Store {
    lists: BTreeMap<String, Vec<Value>>,
    messages: Vec<Value>,
    created: u64,
}

/// The query of a list.
#[derive(Debug, Default)]
pub struct Query {
    /// As sent.
    pub limit: Option<String>,
    /// As sent.
    pub offset: Option<String>,
    /// As sent.
    pub filter: Option<String>,
    /// As sent.
    pub sort: Option<String>,
    /// As sent.
    pub show: Option<String>,
    /// As sent.
    pub hide: Option<String>,
    /// As sent.
    pub with: Option<String>,
    /// The relations of the resource, hidden unless `with` names them.
    pub relations: Vec<String>,
    /// The properties of a record; anything else is refused in filters and sort keys.
    pub properties: Vec<String>,
}

/// The most records of a page.
pub const MAXIMUM: usize = 1000;

impl Store {
    /// Fills a collection, replacing what was there.
    pub fn seed(&mut self, path: &str, records: Vec<Value>) {
        self.lists.insert(path.to_owned(), records);
    }

    /// The records of a collection, if it is kept at all.
    #[must_use]
    pub fn list(&self, path: &str) -> Option<&Vec<Value>> {
        self.lists.get(path)
    }

    /// The same, to change them.
    pub fn list_mut(&mut self, path: &str) -> Option<&mut Vec<Value>> {
        self.lists.get_mut(path)
    }

    /// What the server recorded about requests.
    #[must_use]
    pub fn messages(&self) -> &[Value] {
        &self.messages
    }

    /// One page of a collection in the list envelope.
    pub fn page(&mut self, path: &str, query: &Query) -> Option<Reply> {
        let records = self.lists.get(path)?;
        Some(match select(records, query) {
            Ok((chosen, mut limit, offset)) => {
                let count = chosen.len();
                if limit > MAXIMUM {
                    self.messages.push(too_large(path, limit, count));
                    limit = MAXIMUM;
                }
                let page = chosen.into_iter().skip(offset).take(limit).map(|record| visible(record, query));
                let data: Vec<Value> = page.collect();
                Reply::json(200, &json!({ "count": count, "limit": limit, "offset": offset, "data": data }))
            }
            Err(message) => errors::bad_request(&message),
        })
    }

    /// One record.
    #[must_use]
    pub fn get(&self, path: &str, id: &str, query: &Query) -> Option<Reply> {
        let records = self.lists.get(path)?;
        Some(match records.iter().find(|record| record["id"] == id) {
            Some(record) => Reply::json(200, &visible(record, query)),
            None => errors::not_found(),
        })
    }

    /// Adds a record made of a template and the sent properties.
    pub fn create(&mut self, path: &str, template: Value, sent: &Value) -> Option<Reply> {
        let records = self.lists.get_mut(path)?;
        if let Some(taken) = clash(path, records, sent, None) {
            return Some(errors::duplicate(&taken));
        }
        self.created += 1;
        let mut record = merged(template, sent);
        record["id"] = json!(format!("{:08x}-1111-4111-8111-111111111111", self.created));
        identify_nested(&mut record);
        records.push(record.clone());
        Some(Reply::json(201, &record))
    }

    /// Changes the sent properties of a record.
    pub fn update(&mut self, path: &str, id: &str, sent: &Value) -> Option<Reply> {
        let records = self.lists.get_mut(path)?;
        if let Some(taken) = clash(path, records, sent, Some(id)) {
            return Some(errors::duplicate(&taken));
        }
        let found = records.iter_mut().find(|record| record["id"] == id);
        Some(found.map_or_else(errors::not_found, |record| {
            *record = merged(record.take(), sent);
            Reply::empty(200)
        }))
    }

    /// Removes a record.
    pub fn remove(&mut self, path: &str, id: &str) -> Option<Reply> {
        let records = self.lists.get_mut(path)?;
        let before = records.len();
        records.retain(|record| record["id"] != id);
        Some(if records.len() < before { Reply::empty(200) } else { errors::not_found() })
    }
}

/// The external reference another record already has. Orders are unique over three properties, and null takes part in none.
fn clash(path: &str, records: &[Value], sent: &Value, own: Option<&str>) -> Option<String> {
    let wanted = sent.get("external_ref").and_then(Value::as_str)?;
    let kind = |record: &Value| (record["type"].clone(), record["sub_type"].clone());
    let same_kind = |record: &Value| {
        let (kind_of, sub_type) = kind(record);
        path != "/order" || !kind_of.is_null() && !sub_type.is_null() && (kind_of, sub_type) == kind(sent)
    };
    let others = records.iter().filter(|record| own.is_none_or(|own| record["id"] != own));
    others.into_iter().any(|record| record["external_ref"] == wanted && same_kind(record)).then(|| wanted.to_owned())
}

fn merged(mut record: Value, sent: &Value) -> Value {
    if let (Value::Object(record), Value::Object(sent)) = (&mut record, sent) {
        record.extend(sent.clone());
    }
    record
}

/// Gives the objects in the lists of a record the identifiers that the server gives them.
fn identify_nested(record: &mut Value) {
    for list in record.as_object_mut().into_iter().flat_map(|record| record.values_mut()).filter_map(Value::as_array_mut) {
        for (index, nested) in list.iter_mut().enumerate() {
            if let Some(nested) = nested.as_object_mut() {
                nested.entry("id").or_insert_with(|| json!(format!("{index:08x}-2222-4222-8222-222222222222")));
            }
        }
    }
}

fn too_large(path: &str, limit: usize, count: usize) -> Value {
    json!({
        "id": "a9b2c3d4-0000-4000-8000-000000000001",
        "log_level": "warning",
        "method": "GET",
        "endpoint": format!("v1{path}"),
        "message_code": "RESULT_GT_100",
        "message": format!("limit={limit}, greater than max ({MAXIMUM}), count {count}"),
    })
}

/// Filters and sorts; the chosen records with limit and offset.
fn select<'a>(records: &'a [Value], query: &Query) -> Result<(Vec<&'a Value>, usize, usize), String> {
    let limit = natural("limit", query.limit.as_deref(), 100)?;
    let offset = natural("offset", query.offset.as_deref(), 0)?;
    let mut chosen: Vec<&Value> = records.iter().collect();
    if let Some(filter) = &query.filter {
        let filter = Filter::parse(filter, Precedence::AndFirst)?;
        let known = |field: &&str| query.properties.iter().any(|property| property == field);
        if let Some(field) = filter.fields().into_iter().find(|field| !known(field)) {
            return Err(format!("Unknown field `{field}` in filter"));
        }
        chosen.retain(|record| filter.fits(record));
    }
    if let Some(sort) = &query.sort {
        let keys = sort_keys(sort, &query.properties)?;
        chosen.sort_by(|left, right| {
            let orders = keys.iter().map(|(field, descending)| {
                let order = order_values(&left[field], &right[field]);
                if *descending { order.reverse() } else { order }
            });
            orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
    }
    Ok((chosen, limit, offset))
}

fn natural(name: &str, text: Option<&str>, usual: usize) -> Result<usize, String> {
    match text.map(str::parse::<i64>) {
        None => Ok(usual),
        Some(Ok(number)) => usize::try_from(number).map_err(|_| format!("The {name} must not be negative")),
        Some(Err(_)) => Err(format!("The {name} is no number")),
    }
}

fn sort_keys<'a>(text: &'a str, properties: &[String]) -> Result<Vec<(&'a str, bool)>, String> {
    let key = |part: &'a str| {
        let (field, direction) = part.split_once(':').unwrap_or((part, "asc"));
        if !properties.iter().any(|property| property == field) {
            return Err(format!("Unknown field `{field}` in sort"));
        }
        match direction {
            "asc" => Ok((field, false)),
            "desc" => Ok((field, true)),
            other => Err(format!("Unknown direction `{other}` in sort")),
        }
    };
    text.split(',').map(key).collect()
}

fn visible(record: &Value, query: &Query) -> Value {
    let parts = |list: &'_ Option<String>| -> Vec<String> {
        let text = list.as_deref().unwrap_or_default();
        text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let mut out = view::with(record, &query.relations, &parts(&query.with));
    let (show, hide) = (parts(&query.show), parts(&query.hide));
    if !show.is_empty() {
        out = view::show(&out, &show);
    }
    view::hide(&out, &hide)
}
