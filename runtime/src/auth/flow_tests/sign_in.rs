//! The authorisation code: a user signs in.

use super::*;

#[tokio::test]
async fn the_browser_is_sent_away_and_the_code_is_exchanged() {
    let server = TokenServer::default();
    let flow = code_flow().transport(server.clone());
    // The verifier and challenge of RFC 7636, appendix B.
    let sign_in = SignIn::from_parts("s t", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let plain = "https://id.test/authorize?v=1&response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fme.test%2Fback%3Fa%3Db&scope=read&state=s%20t";
    let challenge = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    assert_eq!(flow.authorize_url(&sign_in), format!("{plain}{challenge}"));
    let custom = flow.clone().pkce(false).authorize_parameter("prompt", "log in").parameter("audience", "x");
    assert_eq!(custom.authorize_url(&sign_in), format!("{plain}&prompt=log%20in"));
    let tokens = flow.exchange("c/1", &sign_in).await.unwrap();
    assert_eq!((tokens.access_token.expose(), tokens.refresh_token.as_ref().unwrap().expose()), ("t1", "r1"));
    let life = tokens.expires_at.unwrap().duration_since(SystemTime::now()).unwrap();
    assert!(life > Duration::from_secs(3500) && life <= Duration::from_secs(3600));
    custom.exchange("c", &sign_in).await.unwrap();
    assert_eq!(
        server.forms(),
        [
            "grant_type=authorization_code&code=c%2F1&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\
             &redirect_uri=https%3A%2F%2Fme.test%2Fback%3Fa%3Db&client_id=app&client_secret=secret",
            "grant_type=authorization_code&code=c&redirect_uri=https%3A%2F%2Fme.test%2Fback%3Fa%3Db&audience=x&client_id=app&client_secret=secret"
        ]
    );
    assert!(!format!("{flow:?} {tokens:?}").contains("secret\""));
    assert!(!format!("{tokens:?}").contains("t1"));
}

#[test]
fn only_the_users_own_callback_has_a_code() {
    let flow = code_flow();
    let kept = |state: &str| SignIn::from_parts(state, "v");
    assert_eq!(flow.callback("https://me.test/back?a=b&state=s%20t&code=c%2F1", &kept("s t")).unwrap(), "c/1");
    for (url, text) in [
        ("state=other&code=c", "another state"),
        ("code=c", "another state"),
        ("state=&code=c", "another state"),
        ("state=s&error=access_denied&error_description=no+way", "no way [code access_denied]"),
        ("state=s", "without a code"),
        ("state=s&code=", "without a code"),
        ("state=s&code", "without a code"),
        ("state=s&state=s&code=c", "`state` more than once"),
        ("state=s&code=c&code=d", "`code` more than once"),
        ("state=s&code=c&c%6Fde=c", "`code` more than once"),
        ("state=s&code=c&error=x&error=y", "`error` more than once"),
        ("state=s&code=c&error=x", "[code x]"),
    ] {
        let error = flow.callback(url, &kept("s")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains(text), "{url}: {error}");
    }
    assert!(flow.callback("state=&code=c", &kept("")).is_err(), "an empty state protects nobody");
}
