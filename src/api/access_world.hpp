// A world with something to hide, for the tests of rights: a dashboard that can be put into the restricted
// category Finance with all that hangs on it, an open one beside it, and people.
#pragma once

#include "api/test_world.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/delivery_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

#include <array>

namespace presstime::api {

struct Person {
    std::int64_t id = 0;
    std::string bearer;
};

// The world with the dashboard dash_sales in the restricted category Finance, a report on it that has run,
// and the open dashboard dash_open.
class AccessWorld : public World {
public:
    AccessWorld()
    {
        add_sales();
        json::object open = sales_dashboard();
        open["id"] = "dash_open";
        EXPECT_EQ(post("/v1/dashboards", json::serialize(open)).status, 201);
        report_id = add_report();
        run_id = post(fmt::format("/v1/reports/{}/run", report_id)).number("id");
        query_id =
            get("/v1/dashboards/dash_sales").body.at("queries").at(0).at("id").to_number<std::int64_t>();
        write([&](db::Session& session) -> Result<> {
            Delivery delivery;
            delivery.workspace_id = 1;
            delivery.run_id = run_id;
            delivery.report_id = report_id;
            delivery.channel = "email";
            delivery.recipient = "cto@example.com";
            TRY(store::insert_delivery(session, delivery));
            delivery_id = delivery.id;
            return {};
        });
    }
    Person person(const std::string& name, Role role)
    {
        User user;
        user.email = name + "@example.com";
        user.name = name;
        user.role = role;
        write([&](db::Session& session) { return store::insert_user(session, user, clock.now()); });
        return another_key_of({user.id, {}}, name);
    }
    Person another_key_of(Person who, const std::string& name)
    {
        const std::string secret = "pt_" + make_random_text(24);
        Token token;
        token.user_id = who.id;
        token.name = name;
        token.scope = Scope::admin;
        write([&](db::Session& session) {
            return store::insert_token(session, token, sha256_hex(secret), clock.now());
        });
        who.bearer = "Bearer " + secret;
        return who;
    }
    Answer as(const Person& who, const std::string& method, const std::string& path,
              const std::string& body = "")
    {
        return send(method, path, body, {{"authorization", who.bearer}});
    }
    // Puts dash_sales into Finance, which grants what `grants` says.
    std::int64_t restrict_sales(const std::string& grants)
    {
        const Answer made =
            post("/v1/categories", R"({"name":"Finance","description":"Money","grants":)" + grants + "}");
        EXPECT_EQ(made.status, 201) << made.response.body;
        EXPECT_EQ(patch("/v1/dashboards/dash_sales", R"({"category":"Finance"})").status, 200);
        return made.number("id");
    }
    // Every way to one thing in Finance: method, path, body.
    std::vector<std::array<std::string, 3>> ways() const
    {
        const std::string report = fmt::format("/v1/reports/{}", report_id);
        const std::string run = fmt::format("/v1/runs/{}", run_id);
        const std::string query = fmt::format("/v1/queries/{}", query_id);
        return {{"GET", "/v1/dashboards/dash_sales", ""},
                {"GET", "/v1/dashboards/1", ""},
                {"PATCH", "/v1/dashboards/dash_sales", R"({"name":"x"})"},
                {"POST", "/v1/dashboards/dash_sales/publish", ""},
                {"POST", "/v1/dashboards/dash_sales/unpublish", ""},
                {"GET", "/v1/dashboards/dash_sales/versions", ""},
                {"GET", "/v1/dashboards/dash_sales/versions/1", ""},
                {"POST", "/v1/dashboards/dash_sales/versions/1/restore", ""},
                {"GET", "/v1/dashboards/dash_sales/thumbnail", ""},
                {"GET", "/v1/dashboards/dash_sales/download?format=csv", ""},
                {"GET", "/v1/dashboards/dash_sales/widgets/w_bar/data", ""},
                {"GET", "/v1/dashboards/dash_sales/widgets/w_bar/data?format=csv", ""},
                {"GET", "/v1/dashboards/dash_sales/widgets/w_bar/picture?width=300&height=200", ""},
                {"GET", query, ""},
                {"PATCH", query, R"({"sql":"SELECT 1"})"},
                {"DELETE", query, ""},
                {"POST", "/v1/reports/1/queries/by_month/run", ""},
                {"GET", query + "/schedule", ""},
                {"GET", query + "/runs", ""},
                {"DELETE", query + "/schedule", ""},
                {"POST", "/v1/reports/1/view-token", ""},
                {"GET", fmt::format("/api/reports/1/run/{}", run_id), ""},
                {"POST", fmt::format("/api/reports/1/queries/{}/reportRun/{}", query_id, run_id), ""},
                {"GET", report, ""},
                {"PATCH", report, R"({"hour":3})"},
                {"GET", report + "/runs", ""},
                {"GET", report + "/preview", ""},
                {"POST", report + "/run", ""},
                {"POST", report + "/test", R"({"email":"a@example.com"})"},
                {"GET", run, ""},
                {"GET", run + "/artifacts", ""},
                {"GET", run + "/artifacts?format=csv", ""},
                {"GET", run + "/artifacts/1", ""},
                {"POST", run + "/cancel", ""},
                {"POST", run + "/resend", ""},
                {"POST", run + "/replay", ""},
                {"GET", fmt::format("/v1/webhook_deliveries/{}", delivery_id), ""},
                {"DELETE", report, ""},
                {"DELETE", "/v1/dashboards/dash_sales", ""}};
    }

    std::int64_t report_id = 0;
    std::int64_t run_id = 0;
    std::int64_t query_id = 0;
    std::int64_t delivery_id = 0;
};

// One member of every item of a list, as text.
inline std::vector<std::string> texts(const Answer& answer, std::string_view key)
{
    std::vector<std::string> out;
    for (const json::value& item : answer.body.as_array())
        out.push_back(item.at(key).is_string() ? std::string(item.at(key).get_string())
                                               : json::serialize(item.at(key)));
    return out;
}

} // namespace presstime::api
