// The two ways things go wrong: the server (or the way to it) refused a call, or something signed does not verify.

/** A call that failed: what the server's problem document says (RFC 9457), or why there was no answer. */
export class PresstimeError extends Error {
  constructor(message, { status = 0, title, detail, field, code, type, retryAfterSeconds, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PresstimeError';
    this.status = status;
    this.type = type;
    this.title = title;
    this.detail = detail ?? message;
    this.field = field;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Not what it claims to be: a signature, a digest, a time or a token. `code` is stable, for programs. */
export class VerificationError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'VerificationError';
    this.code = code;
  }
}
