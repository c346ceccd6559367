//! Parameters as the style table of the OpenAPI specification has them.

use crate::Exchange;
use plansmith_runtime::ErrorKind;
use plansmith_tests::http::Request;
use wire_client::types::{Color, DeleteSharedLang, ReportFormat, Rgb};

fn texts<const N: usize>(list: [&str; N]) -> Vec<String> {
    list.map(str::to_owned).into()
}

fn colors() -> Vec<String> {
    texts(["blue", "black", "brown"])
}

fn rgb() -> Rgb {
    Rgb::new().r(100).g(200).b(150)
}

#[tokio::test]
async fn simple_style() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().simple("blue", colors(), colors(), rgb(), rgb()).send().await.expect("a response");
    let expected = "/simple/blue/blue,black,brown/blue,black,brown/R,100,G,200,B,150/R=100,G=200,B=150";
    assert_eq!(exchange.last().target, expected);
}

#[tokio::test]
async fn label_style() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().label("blue", colors(), colors(), rgb(), rgb()).send().await.expect("a response");
    let expected = "/label/.blue/.blue,black,brown/.blue.black.brown/.R,100,G,200,B,150/.R=100.G=200.B=150";
    assert_eq!(exchange.last().target, expected);
}

#[tokio::test]
async fn matrix_style() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().matrix("blue", colors(), colors(), rgb(), rgb()).send().await.expect("a response");
    let expected = concat!(
        "/matrix/;text=blue/;list=blue,black,brown/;listStar=blue;listStar=black;listStar=brown",
        "/;object=R,100,G,200,B,150/;R=100;G=200;B=150"
    );
    assert_eq!(exchange.last().target, expected);
}

/// Signs with a meaning in URLs never get that meaning.
#[tokio::test]
async fn reserved_signs_in_the_path() {
    let exchange = Exchange::start([]).await;
    let params = exchange.client().params();
    params.simple("a/b?c#d e%f;ä", texts(["x,y", "z"]), texts(["="]), rgb(), rgb()).send().await.expect("a response");
    let target = exchange.last().target;
    assert!(target.starts_with("/simple/a%2Fb%3Fc%23d%20e%25f%3B%C3%A4/x%2Cy,z/%3D/"), "{target}");
}

/// A path of several segments keeps its slashes, and nothing else.
#[tokio::test]
async fn a_value_may_be_several_segments() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().file("a b/c?d#e/ä").send().await.expect("a response");
    assert_eq!(exchange.last().target, "/files/a%20b/c%3Fd%23e/%C3%A4");
    for value in ["../x", "a/../../x", "a/./b", "a/%2e%2e/b", ""] {
        assert_eq!(
            exchange.client().params().file(value).send().await.expect_err("it climbs").kind(),
            ErrorKind::Request,
            "{value}"
        );
    }
}

/// A value cannot climb to another path.
#[tokio::test]
async fn dots_do_not_climb() {
    let exchange = Exchange::start([]).await;
    for value in [".", "..", "../..", "%2e%2e"] {
        let sent = exchange.client().params().twins(value).send().await;
        if sent.is_ok() {
            let target = exchange.last().target;
            let rest = target.strip_prefix("/twins/").unwrap_or_else(|| panic!("{value} leads to {target}"));
            assert!(!rest.contains('/') && rest != "." && rest != "..", "{value} leads to {target}");
        } else {
            assert_eq!(sent.expect_err("it was refused").kind(), ErrorKind::Request);
        }
    }
}

/// The query of a request with one parameter set.
macro_rules! query {
    ($($setter:ident($value:expr)),*) => {{
        let exchange = Exchange::start([]).await;
        exchange.client().params().query()$(.$setter($value))*.send().await.expect("a response");
        exchange.last().query().to_owned()
    }};
}

#[tokio::test]
async fn form_style() {
    assert_eq!(query!(text("blue")), "text=blue");
    assert_eq!(query!(text("")), "text=");
    assert_eq!(query!(list(colors())), "list=blue,black,brown");
    assert_eq!(query!(list_star(colors())), "listStar=blue&listStar=black&listStar=brown");
    assert_eq!(query!(object(rgb())), "object=R,100,G,200,B,150");
    assert_eq!(query!(object_star(rgb())), "R=100&G=200&B=150");
    assert_eq!(query!(list(texts(["a,b", "c"]))), "list=a%2Cb,c");
    assert_eq!(query!(), "");
}

#[tokio::test]
async fn delimited_styles() {
    assert_eq!(query!(space(colors())), "space=blue%20black%20brown");
    assert_eq!(query!(space_object(rgb())), "spaceObject=R%20100%20G%20200%20B%20150");
    assert_eq!(query!(pipe(colors())), "pipe=blue%7Cblack%7Cbrown");
    assert_eq!(query!(pipe_object(rgb())), "pipeObject=R%7C100%7CG%7C200%7CB%7C150");
}

#[tokio::test]
async fn deep_objects_and_json() {
    assert_eq!(query!(deep(rgb())), "deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150");
    assert_eq!(query!(json(Rgb::new().r(1))), "json=%7B%22R%22%3A1%7D");
}

#[tokio::test]
async fn scalars_in_the_query() {
    assert_eq!(query!(flag(true), number(i64::MIN)), "flag=true&number=-9223372036854775808");
    assert_eq!(query!(at("2024-01-01T00:00:00+02:00")), "at=2024-01-01T00%3A00%3A00%2B02%3A00");
    assert_eq!(query!(page_size(5)), "page%5Bsize%5D=5");
    assert_eq!(query!(kind(Color::GreaterEqual)), "kind=%3E%3D");
    assert_eq!(query!(kind("unheard of")), "kind=unheard%20of");
    assert_eq!(query!(text("a&b=c#d+e f/g?h%i\"ä")), "text=a%26b%3Dc%23d%2Be%20f%2Fg%3Fh%25i%22%C3%A4");
}

/// `allowReserved` keeps what the query can hold; what would end it is encoded all the same. (An apostrophe would stay
/// too, but the URL standard, which the default transport follows, encodes it in the query.)
#[tokio::test]
async fn reserved_signs_that_are_allowed() {
    let sent = query!(reserved("a/b?c:d@e!f$g(h)i*j,k;l"));
    assert_eq!(sent, "reserved=a/b?c:d@e!f$g(h)i*j,k;l");
    let sent = query!(reserved("a#b c%d"));
    assert_eq!(sent, "reserved=a%23b%20c%25d");
}

/// Setting a parameter again replaces it.
#[tokio::test]
async fn the_last_value_counts() {
    assert_eq!(query!(text("a"), list_star(texts(["x"])), text("b")), "text=b&listStar=x");
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    request.header(name).unwrap_or_else(|| panic!("{name} is missing"))
}

#[tokio::test]
async fn headers() {
    let exchange = Exchange::start([]).await;
    let request = exchange.client().params().header("a b").x_list(colors()).x_list_star(colors());
    request.x_object(rgb()).x_object_star(rgb()).x_flag(false).send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!(header(&seen, "X-Text"), "a b");
    assert_eq!(header(&seen, "X-List"), "blue,black,brown");
    assert_eq!(header(&seen, "X-List-Star"), "blue,black,brown");
    assert_eq!(header(&seen, "X-Object"), "R,100,G,200,B,150");
    assert_eq!(header(&seen, "X-Object-Star"), "R=100,G=200,B=150");
    assert_eq!(header(&seen, "X-Flag"), "false");
}

/// A value cannot add a header of its own.
#[tokio::test]
async fn line_ends_are_refused_in_headers() {
    let exchange = Exchange::start([]).await;
    let error = exchange.client().params().header("a\r\nX-Evil: 1").send().await.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(exchange.seen().is_empty());
}

#[tokio::test]
async fn cookies() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().cookie("blue").list(colors()).object(rgb()).number(1).send().await.expect("a response");
    assert_eq!(header(&exchange.last(), "Cookie"), "text=blue; list=blue,black,brown; object=R,100,G,200,B,150; number=1");
}

/// A value cannot add a cookie of its own.
#[tokio::test]
async fn cookies_are_not_split() {
    let exchange = Exchange::start([]).await;
    if exchange.client().params().cookie("a; admin=1").send().await.is_ok() {
        assert!(!header(&exchange.last(), "Cookie").contains("; admin"), "{:?}", exchange.last().headers);
    }
}

#[tokio::test]
async fn two_parameters_in_a_segment() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().report("a.b/c", ReportFormat::Pdf).send().await.expect("a response");
    assert_eq!(exchange.last().target, "/report/a.b%2Fc.pdf");
}

#[tokio::test]
async fn parameters_of_the_path_and_their_replacement() {
    let exchange = Exchange::start([]).await;
    let params = exchange.client().params();
    params.get_shared(i64::MAX).lang("fy").send().await.expect("a response");
    assert_eq!(exchange.last().target, "/shared/9223372036854775807?lang=fy");
    params.delete_shared(-1, DeleteSharedLang::Nl).send().await.expect("a response");
    assert_eq!(exchange.last().method, "DELETE");
    assert_eq!(exchange.last().target, "/shared/-1?lang=nl");
}

#[tokio::test]
async fn one_name_in_four_places() {
    let exchange = Exchange::start([]).await;
    exchange.client().params().twins("p").id_query("q").id_header("h").id_cookie("c").send().await.expect("a response");
    let seen = exchange.last();
    assert_eq!(seen.target, "/twins/p?id=q");
    assert_eq!((header(&seen, "id"), header(&seen, "Cookie")), ("h", "id=c"));
}
