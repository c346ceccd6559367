//! Multipart bodies byte by byte.

use super::*;

fn text(form: &MultipartForm) -> String {
    assert_eq!(form.error(), None);
    String::from_utf8(form.encode("b").as_bytes().unwrap().to_vec()).unwrap()
}

#[test]
fn parts_are_written_in_order() {
    let form = MultipartForm::new()
        .text("na\"me", "v")
        .json("meta", &[1, 2])
        .file("file", FilePart::new("a.png", "PNG").content_type("image/png"));
    assert_eq!(
        text(&form),
        "--b\r\nContent-Disposition: form-data; name=\"na%22me\"\r\n\r\nv\r\n\
         --b\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
         --b--\r\n"
    );
    assert_eq!(form.content_type("b"), "multipart/form-data; boundary=b");
}

#[test]
fn a_part_has_a_media_type_and_headers_of_its_own() {
    let form = MultipartForm::new()
        .part("csv", Part::text("a;b").content_type("text/csv"))
        .part("described", Part::from(FilePart::new("a", "x")).or_content_type("image/png").header("X-Rank", "1"))
        .part("own", Part::from(FilePart::new("a", "x").content_type("image/jpeg")).or_content_type("image/png"))
        .part("n", 2.0)
        .part("json", Part::json("x"))
        .part("list", vec![1.5, 2.0]);
    assert_eq!(
        text(&form),
        "--b\r\nContent-Disposition: form-data; name=\"csv\"\r\nContent-Type: text/csv\r\n\r\na;b\r\n\
         --b\r\nContent-Disposition: form-data; name=\"described\"; filename=\"a\"\r\nContent-Type: image/png\r\nX-Rank: 1\r\n\r\nx\r\n\
         --b\r\nContent-Disposition: form-data; name=\"own\"; filename=\"a\"\r\nContent-Type: image/jpeg\r\n\r\nx\r\n\
         --b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n2\r\n\
         --b\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n\r\n\"x\"\r\n\
         --b\r\nContent-Disposition: form-data; name=\"list\"\r\nContent-Type: application/json\r\n\r\n[1.5,2]\r\n\
         --b--\r\n"
    );
}

#[test]
fn other_multipart_types_say_what_they_are() {
    let parts = |form: MultipartForm| form.json("metadata", &1).file("media", FilePart::new("a", "x"));
    let related = parts(MultipartForm::new().media_type("multipart/related"));
    assert_eq!(related.content_type("b"), "multipart/related; boundary=b; type=\"application/json\"");
    assert_eq!(parts(MultipartForm::new().media_type("multipart/mixed")).content_type("b"), "multipart/mixed; boundary=b");
    for wrong in ["application/json", "multipart/", "multipart/mixed\r\nX: y", "", "multipärt/mixed"] {
        assert!(MultipartForm::new().media_type(wrong).error().is_some(), "{wrong}");
    }
}

#[test]
fn maps_and_values_are_forms() {
    let files = BTreeMap::from([("a".to_owned(), FilePart::new("1", "x")), ("b".to_owned(), FilePart::new("2", "y"))]);
    assert!(text(&files.into_multipart()).contains("name=\"b\"; filename=\"2\""));
    let numbers = HashMap::from([("a".to_owned(), 1.0)]);
    assert_eq!(text(&numbers.into_multipart()), "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n");
    let object = serde_json::json!({"a": ["x", "y"], "b": null, "c": {"d": 1}});
    assert_eq!(
        text(&object.into_multipart()),
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ny\r\n\
         --b\r\nContent-Disposition: form-data; name=\"c\"\r\nContent-Type: application/json\r\n\r\n{\"d\":1}\r\n--b--\r\n"
    );
    assert!(MultipartForm::new().properties(&5).error().is_some());
}

#[tokio::test]
async fn a_large_file_is_not_copied_into_the_form() {
    let form = MultipartForm::new().file("file", FilePart::new("a", vec![b'x'; 100_000]));
    let body = form.encode("b");
    assert!(body.as_bytes().is_none());
    let length = body.length().unwrap();
    assert_eq!(body.into_stream().collect().await.unwrap().len() as u64, length);
}

#[test]
fn a_line_break_cannot_add_a_header() {
    let form = MultipartForm::new().file("f", FilePart::new("a\r\nb", "").content_type("a\r\nX: y"));
    assert!(form.error().is_some());
    assert!(form.parts[0].head.starts_with(b"Content-Disposition: form-data; name=\"f\"; filename=\"a%0D%0Ab\""));
    assert!(MultipartForm::new().part("f", Part::text("").header("X", "a\r\nY: b")).error().is_some());
    assert!(MultipartForm::new().part("f", Part::text("").header("X: y\r\nZ", "a")).error().is_some());
}
