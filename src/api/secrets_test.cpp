// Secrets at rest, from the request that brings one to the bytes on disk.
#include "api/test_world.hpp"
#include "store/connection_store.hpp"
#include "store/report_store.hpp"
#include "store/sealed_values.hpp"
#include "store/secret_rows.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <iterator>
#include <optional>
#include <thread>

namespace presstime::api {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kPassword = "opensesame-7Q";
constexpr std::string_view kVaultPassword = "hunter2-7Q";

// Takes every connection, and keeps what it was opened with.
class FakeInspector final : public control::QueryInspector {
public:
    Result<std::vector<Column>> describe(const control::QueryQuestion&) override
    {
        return std::vector<Column>{};
    }
    Result<std::vector<Column>> describe_dataset(std::int64_t, const Dataset&) override
    {
        return std::vector<Column>{};
    }
    Result<> check_connection(const Connection& connection) override
    {
        opened = connection.options;
        return {};
    }
    OptionValues opened;
};

std::vector<control::ConnectionKind> vault_kinds()
{
    std::vector<control::ConnectionKind> kinds = connection_kinds();
    kinds.push_back({"vault", {{.name = "host"}, {.name = "password", .type = OptionType::secret}}});
    return kinds;
}

class SecretsAtRest : public testing::Test {
protected:
    SecretsAtRest() { world.add_sales(); }
    std::int64_t add_report(std::string_view password = kPassword)
    {
        json::object report = World::weekly_report();
        report["name"] = "Report " + make_random_text(6);
        report["pdf_password"] = password;
        return world.add_report(report);
    }
    Report report(std::int64_t id)
    {
        Report found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::get_report(session, id));
            return {};
        });
        return found;
    }
    store::ConnectionRecord vault()
    {
        store::ConnectionRecord found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::get_connection(session, 1, "vault"));
            return {};
        });
        return found;
    }
    void add_vault()
    {
        const auto made = connections.create(
            admin, R"({"name":"vault","source":"vault","options":{"host":"h","password":"hunter2-7Q"}})");
        ASSERT_TRUE(made) << made.error().message;
        EXPECT_EQ(made->record.connection.options.at("password"), "***");
    }
    std::vector<store::SecretRow> rows(store::SecretColumn column)
    {
        std::vector<store::SecretRow> found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::secret_rows(session, column, "", 1000));
            return {};
        });
        return found;
    }
    void replace(store::SecretColumn column, const store::SecretRow& row, const std::string& text)
    {
        world.write([&](db::Session& session) -> Result<> {
            EXPECT_TRUE(TRY(store::replace_secret(session, column, row, text)));
            return {};
        });
    }
    // Every byte of every file below the data folder.
    std::string bytes_on_disk() const
    {
        std::string all;
        for (const auto& entry : fs::recursive_directory_iterator(world.folder)) {
            if (!entry.is_regular_file())
                continue;
            std::ifstream file(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(file), {});
        }
        return all;
    }

    World world;
    FakeInspector inspector;
    control::Connections connections{world.environment, inspector, vault_kinds()};
    control::Secrets uses{world.environment, world.secrets, vault_kinds(), {}};
    const Principal admin = control::local_operator();
};

TEST_F(SecretsAtRest, StandInNoFileInTheClear)
{
    const std::int64_t id = add_report();
    add_vault();
    const std::string webhook_secret = store::open_webhook_secret(world.secrets, report(id)).value();
    ASSERT_TRUE(webhook_secret.starts_with("whsec_"));
    const std::string all = bytes_on_disk();
    EXPECT_THAT(all, HasSubstr("sealed:v1:"));
    EXPECT_EQ(all.find(webhook_secret.substr(6)), std::string::npos);
    EXPECT_EQ(all.find(kPassword), std::string::npos);
    EXPECT_EQ(all.find(kVaultPassword), std::string::npos);
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(id)).value(), kPassword);
    EXPECT_EQ(store::open_option(world.secrets, vault().connection, "password").value(), kVaultPassword);
    EXPECT_EQ(inspector.opened.at("password"), kVaultPassword) << "a source is opened with the secret itself";
}

TEST_F(SecretsAtRest, AppearInNoAnswer)
{
    const std::int64_t id = add_report();
    for (const std::string& path :
         {std::string("/v1/reports"), "/v1/reports/" + std::to_string(id), std::string("/v1/connections")}) {
        const std::string body = json::serialize(world.get(path).body);
        EXPECT_THAT(body, Not(HasSubstr("sealed:"))) << path;
        EXPECT_EQ(body.find(kPassword), std::string::npos) << path;
    }
    add_vault();
    const std::vector<store::ConnectionRecord> listed = connections.list(admin).value();
    for (const auto& record : listed)
        for (const auto& [name, value] : record.connection.options)
            EXPECT_THAT(value, Not(HasSubstr("sealed:")));
}

TEST_F(SecretsAtRest, MakeNoNewVersionWhenSavedUnchanged)
{
    const std::int64_t id = add_report();
    const std::string path = "/v1/reports/" + std::to_string(id);
    const std::string sealed = report(id).pdf_password;
    EXPECT_EQ(world.patch(path, R"({"pdf_password":"opensesame-7Q"})").number("version"), 1);
    EXPECT_EQ(world.patch(path, R"({"pdf_password":"***"})").number("version"), 1);
    EXPECT_EQ(report(id).pdf_password, sealed);
    EXPECT_EQ(world.patch(path, R"({"pdf_password":"another"})").number("version"), 2);
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(id)).value(), "another");

    add_vault();
    for (const std::string password : {"hunter2-7Q", "***"}) {
        const auto saved = connections.put(
            admin, "vault",
            R"({"name":"vault","source":"vault","options":{"host":"h","password":")" + password + "\"}}", {});
        ASSERT_TRUE(saved) << saved.error().message;
        EXPECT_EQ(saved->record.version, 1);
    }
    const auto moved = connections.patch(admin, "vault", R"({"options":{"host":"other"}})", {});
    ASSERT_TRUE(moved) << moved.error().message;
    EXPECT_EQ(moved->record.version, 2);
    EXPECT_EQ(inspector.opened.at("password"), kVaultPassword);
    EXPECT_EQ(store::open_option(world.secrets, vault().connection, "password").value(), kVaultPassword);
}

TEST_F(SecretsAtRest, HoldWhateverPeopleGiveEvenASealedText)
{
    const std::string given = world.secrets.seal("x", "elsewhere").substr(0, 100);
    const std::int64_t id = add_report(given);
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(id)).value(), given);
    const Answer refused = world.patch("/v1/reports/" + std::to_string(id),
                                       R"({"pdf_password":"sealed:v1:)" + std::string(200, 'x') + "\"}");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.text("field"), "pdf_password");
}

TEST_F(SecretsAtRest, DoNotOpenInAnotherRow)
{
    const std::int64_t first = add_report();
    const std::int64_t second = add_report("another");
    const auto stored = rows(store::SecretColumn::report_document);
    ASSERT_EQ(stored.size(), 2U);
    std::string moved = stored[1].text;
    const std::string own = report(second).pdf_password;
    moved.replace(moved.find(own), own.size(), report(first).pdf_password);
    replace(store::SecretColumn::report_document, stored[1], moved);
    const Result<std::string> opened = store::open_pdf_password(world.secrets, report(second));
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::give_up);
    EXPECT_THAT(opened.error().message, HasSubstr("moved"));
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(first)).value(), kPassword);
}

TEST_F(SecretsAtRest, OfAnEarlierReleaseAreSealedAtTheStart)
{
    world.write([&](db::Session& session) -> Result<> {
        store::ConnectionRecord record;
        record.connection = {.workspace_id = 1, .name = "vault", .kind = "vault"};
        record.connection.options = {{"host", "h"}, {"password", std::string(kVaultPassword)}};
        TRY(store::insert_connection(session, record, world.clock.now()));
        for (int i = 0; i < 150; ++i) {
            Report plain;
            plain.workspace_id = 1;
            plain.dashboard_id = "dash_sales";
            plain.name = "Old " + std::to_string(i);
            plain.formats = {"pdf"};
            plain.pdf_password = kPassword;
            TRY(store::insert_report(session, plain, world.clock.now()));
        }
        return {};
    });
    const control::SealingCount count = uses.seal_all().value();
    EXPECT_EQ(count.sealed, 151);
    EXPECT_EQ(count.unreadable, 0);
    EXPECT_TRUE(is_sealed(vault().connection.options.at("password")));
    EXPECT_EQ(vault().connection.options.at("host"), "h");
    EXPECT_EQ(vault().version, 1);
    for (const store::SecretRow& row : rows(store::SecretColumn::report_document))
        EXPECT_EQ(row.text.find(kPassword), std::string::npos);
    const Report first = report(1);
    EXPECT_EQ(store::open_pdf_password(world.secrets, first).value(), kPassword);
    EXPECT_EQ(first.version, 1);
    EXPECT_EQ(uses.seal_all()->sealed, 0);
}

TEST_F(SecretsAtRest, AreSealedAnewWhenTheKeyChanges)
{
    const std::int64_t id = add_report();
    add_vault();
    const Answer webhook = world.post(
        "/v1/webhooks", R"({"url":"https://u:pw@hooks.example.com/x","headers":{"X-Key":"header-7Q"}})");
    ASSERT_EQ(webhook.status, 201) << json::serialize(webhook.body);
    ASSERT_TRUE(world.server_keys.ensure());
    const std::string old_key = world.secrets.newest_key_id();
    EXPECT_EQ(
        world
            .send("POST", "/v1/secrets/rotate", "{}", {{"authorization", "Bearer " + world.make_key("read")}})
            .status,
        403);
    EXPECT_EQ(world.secrets.newest_key_id(), old_key);

    const Answer rotated = world.post("/v1/secrets/rotate", "{}");
    ASSERT_EQ(rotated.status, 200) << json::serialize(rotated.body);
    EXPECT_EQ(rotated.number("renewed"), 7)
        << "a report's password and secret, option, address, header, webhook's and server's key";
    EXPECT_EQ(rotated.number("unreadable"), 0);
    const std::string new_key = world.secrets.newest_key_id();
    EXPECT_NE(new_key, old_key);
    for (const store::SecretColumn column : store::kSecretColumns)
        for (const store::SecretRow& row : rows(column))
            EXPECT_THAT(row.text, Not(HasSubstr("sealed:v1:" + old_key))) << store::name_of(column);
    EXPECT_EQ(KeyRing::load_or_create(world.folder / "secret.key").value().size(), 1U)
        << "the old key is gone";
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(id)).value(), kPassword);
    EXPECT_EQ(report(id).version, 1);
    EXPECT_TRUE(
        world.secrets.open(rows(store::SecretColumn::server_key).at(0).text, store::kServerKeyPurpose));
}

TEST_F(SecretsAtRest, AreSealedAnewByAdminsOfTheFirstWorkspaceAlone)
{
    const Principal tenant{.workspace_id = 2, .role = Role::owner, .scope = Scope::admin};
    const std::string before = world.secrets.newest_key_id();
    EXPECT_EQ(uses.rotate(tenant).error().kind, ErrorKind::forbidden);
    EXPECT_EQ(world.server_keys.rotate(tenant).error().kind, ErrorKind::forbidden);
    EXPECT_EQ(world.secrets.newest_key_id(), before);
}

TEST_F(SecretsAtRest, SurviveRotationsAtOnce)
{
    const std::int64_t id = add_report();
    std::atomic<int> ended = 0;
    std::vector<std::thread> rotations;
    for (int i = 0; i < 4; ++i)
        rotations.emplace_back([&] {
            for (int n = 0; n < 20; ++n) {
                const auto rotated = uses.rotate(admin);
                if (rotated)
                    EXPECT_EQ(rotated->unreadable, 0);
                else
                    EXPECT_EQ(rotated.error().kind, ErrorKind::conflict) << rotated.error().message;
            }
            ++ended;
        });
    int changes = 0;
    while (ended < 4) {
        const std::string body = fmt::format(R"({{"description":"{}"}})", ++changes);
        EXPECT_EQ(world.patch(fmt::format("/v1/reports/{}", id), body).status, 200);
    }
    for (std::thread& each : rotations)
        each.join();
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(id)).value(), kPassword);
}

TEST_F(SecretsAtRest, WaitForWhatIsOnItsWayIntoTheDatabase)
{
    const std::int64_t id = add_report();
    const std::string before = world.secrets.newest_key_id();
    std::optional carrying = world.secrets.carry();
    Report late = report(id);
    std::thread rotation([&] { EXPECT_TRUE(uses.rotate(admin)); });
    while (world.secrets.newest_key_id() == before || world.secrets.needs_reseal(report(id).pdf_password))
        std::this_thread::yield();
    late.description = "changed under the old key";
    world.write([&](db::Session& session) { return store::update_report(session, late, world.clock.now()); });
    carrying.reset();
    rotation.join();
    EXPECT_EQ(report(id).description, late.description);
    EXPECT_EQ(store::open_pdf_password(world.secrets, report(id)).value(), kPassword);
}

TEST_F(SecretsAtRest, OfARotationThatWasCutOffAreSealedAtTheNextStart)
{
    const std::int64_t id = add_report();
    ASSERT_TRUE(uses.seal_all());
    ASSERT_TRUE(world.secrets.add_key());
    EXPECT_EQ(uses.seal_all()->renewed, 2) << "password and secret";
    EXPECT_FALSE(world.secrets.needs_reseal(report(id).pdf_password));
}

TEST_F(SecretsAtRest, LeaveAKeyThatTheSettingsNeed)
{
    const std::string setting = world.secrets.seal("smtp", "setting");
    control::Secrets with_setting{world.environment, world.secrets, vault_kinds(), {setting}};
    EXPECT_FALSE(with_setting.settings_lag_behind());
    ASSERT_TRUE(with_setting.rotate(admin));
    ASSERT_TRUE(with_setting.rotate(admin));
    EXPECT_TRUE(with_setting.settings_lag_behind());
    EXPECT_EQ(world.secrets.open(setting, "setting").value(), "smtp");
    EXPECT_EQ(KeyRing::load_or_create(world.folder / "secret.key").value().size(), 2U);
}

TEST_F(SecretsAtRest, WhoseKeyIsLostStopNothingElse)
{
    const std::int64_t id = add_report();
    add_vault();
    fs::remove(world.folder / "secret.key");
    SecretBox other(KeyRing::load_or_create(world.folder / "secret.key").value());
    control::Environment environment{*world.database, *world.objects, world.clock, other, {}};
    control::Secrets late{environment, other, vault_kinds(), {}};
    EXPECT_EQ(late.seal_all()->unreadable, 3);
    EXPECT_EQ(late.seal_all()->unreadable, 3) << "said again at every start";

    const Result<std::string> opened = store::open_pdf_password(other, report(id));
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("pdf_password cannot be opened"));
    EXPECT_THAT(opened.error().message, HasSubstr((world.folder / "secret.key").string()));
    EXPECT_THAT(opened.error().message, HasSubstr("set the secret again"));

    control::Connections late_connections{environment, inspector, vault_kinds()};
    EXPECT_TRUE(late_connections.list(admin));
    const auto kept = late_connections.patch(admin, "vault", R"({"options":{"host":"other"}})", {});
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().field, "options.password");
    EXPECT_TRUE(late_connections.patch(admin, "vault", R"({"options":{"password":"new"}})", {}));
    control::Reports late_reports{environment, world.egress, world.interactive, {.formats = world.formats}};
    EXPECT_TRUE(late_reports.patch(admin, id, R"({"enabled":false})", {}));
    const std::string secrets = R"({"pdf_password":"new","webhook_secret":")" + std::string(40, 'x') + "\"}";
    EXPECT_TRUE(late_reports.patch(admin, id, secrets, {}));
    EXPECT_EQ(store::open_pdf_password(other, report(id)).value(), "new");
    EXPECT_EQ(late.seal_all()->unreadable, 0);
}

} // namespace
} // namespace presstime::api
