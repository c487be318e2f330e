// A world with people in it: an owner made by the first start's link, others invited, sessions as browsers
// hold them.
#pragma once

#include "api/test_world.hpp"
#include "store/delivery_store.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace presstime::api {

inline constexpr const char* kPassword = "correct horse battery";

// What a browser keeps after logging in.
struct Browser {
    std::string cookie;
    std::string csrf;

    std::map<std::string, std::string> reading() const
    {
        return {{"authorization", ""}, {"cookie", "theme=dark; presstime_session=" + cookie}};
    }
    std::map<std::string, std::string> changing() const
    {
        auto headers = reading();
        headers["x-csrf-token"] = csrf;
        return headers;
    }
};

class PeopleWorld : public World {
public:
    // The same, from an address of its own.
    Answer from(const std::string& peer, const std::string& method, const std::string& path,
                const json::value& body = nullptr, std::map<std::string, std::string> headers = {})
    {
        http::Request request;
        request.method = method;
        request.path = path;
        request.peer = peer;
        request.headers = std::move(headers);
        request.body = body.is_null() ? std::string{} : json::serialize(body);
        return read(router.handle(request));
    }
    // As the operator of this machine.
    Answer locally(const std::string& method, const std::string& path, const json::value& body = nullptr)
    {
        http::Request request;
        request.method = method;
        request.path = path;
        request.local = true;
        request.body = body.is_null() ? std::string{} : json::serialize(body);
        return read(router.handle(request));
    }
    Answer open_call(const std::string& path, const json::value& body,
                     std::map<std::string, std::string> headers = {})
    {
        return from("203.0.113.7", "POST", path, body, std::move(headers));
    }

    static std::string secret_of(const std::string& link) { return link.substr(link.find('#') + 1); }
    Answer accept(const std::string& link, const std::string& password = kPassword)
    {
        return open_call("/v1/one-time-links/accept", {{"token", secret_of(link)}, {"password", password}});
    }
    std::int64_t add_owner()
    {
        const auto link = one_time_links.issue_first_start("http://127.0.0.1:8080");
        EXPECT_TRUE(link && *link);
        const Answer made = accept(**link);
        EXPECT_EQ(made.status, 200) << made.response.body;
        return made.body.at("user").at("id").to_number<std::int64_t>();
    }
    // Invited by the operator, with a password.
    std::int64_t add_user(const std::string& email, const std::string& role)
    {
        const Answer invited = locally("POST", "/v1/users", {{"email", email}, {"role", role}});
        EXPECT_EQ(invited.status, 201) << invited.response.body;
        EXPECT_EQ(accept(invited.text("link")).status, 200);
        return invited.number("id");
    }
    Answer try_log_in(const std::string& email, const std::string& password = kPassword,
                      const std::string& peer = "203.0.113.7",
                      std::map<std::string, std::string> headers = {})
    {
        return from(peer, "POST", "/v1/session", {{"email", email}, {"password", password}},
                    std::move(headers));
    }
    Browser log_in(const std::string& email, const std::string& password = kPassword)
    {
        const Answer answer = try_log_in(email, password);
        EXPECT_EQ(answer.status, 200) << answer.response.body;
        const std::string set = answer.header("Set-Cookie");
        const std::size_t begin = set.find('=') + 1;
        return {set.substr(begin, set.find(';') - begin), answer.text("csrf")};
    }
    std::string personal_token(const Browser& browser, const std::string& scope, int days = 30)
    {
        const Answer made =
            send("POST", "/v1/users/me/tokens",
                 json::serialize(json::object{{"name", "mine"}, {"scope", scope}, {"expires_in_days", days}}),
                 browser.changing());
        EXPECT_EQ(made.status, 201) << made.response.body;
        return made.text("token");
    }
    Answer with_key(const std::string& key, const std::string& method, const std::string& path,
                    const std::string& body = "")
    {
        return send(method, path, body, {{"authorization", "Bearer " + key}});
    }
    std::string user_path(std::int64_t id, std::string_view below = "") const
    {
        return fmt::format("/v1/users/{}{}", id, below);
    }
    // The mails that wait for the couriers: recipient and whole text, soft line breaks taken out.
    std::vector<std::pair<std::string, std::string>> letters()
    {
        std::vector<std::pair<std::string, std::string>> found;
        write([&](db::Session& session) -> Result<> {
            for (const Delivery& delivery : TRY(store::list_deliveries(session, {}))) {
                EXPECT_EQ(delivery.purpose, DeliveryPurpose::account);
                std::stringstream bytes;
                bytes << std::ifstream(TRY(objects->path_of(delivery.payload_key))).rdbuf();
                std::string text = bytes.str();
                for (std::size_t at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n"))
                    text.erase(at, 3);
                found.emplace_back(delivery.recipient, text);
            }
            return {};
        });
        return found;
    }
};

} // namespace presstime::api
