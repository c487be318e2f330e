-- wrk's request: the body of the benchmark, with the headers of a signed webhook made once.
local file = assert(io.open(os.getenv("BODY_FILE")))
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
wrk.headers["webhook-id"] = "msg_00000000000000000000"
wrk.headers["webhook-timestamp"] = "1700000000"
wrk.headers["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
