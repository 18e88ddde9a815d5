"""How allauth is used here. Of its many ways in there are two: name and password with a factor after it, and a passkey."""

SIGN_IN_APPS = ["allauth.account", "allauth.mfa", "allauth.usersessions"]
SIGN_IN_MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware", "newsroom.sign_in.guard.Guard"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "admin:index"

ACCOUNT_ADAPTER = "newsroom.sign_in.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"username"}
# There is no address to sign up at; this says what an account is made of.
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
# Seconds for which a sign-in is enough for what is dangerous, and in which the second step must follow the first.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 10 * 60
# Seconds for which the link in a mail opens.
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_FORMS = {"reset_password": "newsroom.sign_in.forms.ResetForm"}
# Tries that are allowed, over how long, for each address that asks, each account, or each name that is tried.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
}

MFA_ADAPTER = "newsroom.sign_in.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A code is good for its half minute and the one before or after it: clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "newsroom.sign_in.forms.PasskeyForm",
    "authenticate": "newsroom.sign_in.forms.CodeForm",
    "reauthenticate": "newsroom.sign_in.forms.CodeAgainForm",
}
