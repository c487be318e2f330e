// Every column that holds sealed texts, and what they are sealed for.
#include "store/secret_rows.hpp"

#include "store/sealed_values.hpp"
#include "store/server_key_store.hpp"
#include "store/setting_store.hpp"
#include "store/test_store.hpp"
#include "store/webhook_store.hpp"

namespace presstime::store {
namespace {

using testing::HasSubstr;

class SecretRows : public StoreTest {
protected:
    // One row for each column, `secret` in it.
    void add_rows(const std::string& secret)
    {
        write([&](db::Session& session) -> Result<> {
            Report report = make_report("With a password");
            report.pdf_password = secret;
            TRY(insert_report(session, report, at(0)));
            ConnectionRecord vault;
            vault.connection.workspace_id = 1;
            vault.connection.name = "vault";
            vault.connection.kind = "vault";
            vault.connection.options = {{"password", secret}};
            TRY(insert_connection(session, vault, at(0)));
            Webhook webhook;
            webhook.url = "https://hooks.example.com";
            webhook.authorization = secret;
            webhook.headers = {{"X-Key", secret}};
            TRY(insert_webhook(session, webhook, at(0)));
            WebhookSecret key{0, webhook.id, secret, at(0), {}};
            TRY(insert_webhook_secret(session, key));
            TRY(put_setting(session, {"smtp_password", secret, true}, at(0)));
            return insert_server_key(session, {"kid-1", "{}", secret, at(0), {}});
        });
    }
    std::vector<SecretRow> rows(SecretColumn column, const std::string& after = "", int limit = 100)
    {
        return read([&](db::Session& session) { return secret_rows(session, column, after, limit); });
    }
};

TEST_F(SecretRows, AreFoundInEveryColumn)
{
    add_report("Without a password");
    add_rows("s3cret");
    for (const SecretColumn column : kSecretColumns) {
        std::vector<std::string> texts;
        for (const SecretRow& row : rows(column))
            if (row.text.find("s3cret") != std::string::npos)
                texts.push_back(row.text);
        EXPECT_EQ(texts.size(), 1U) << name_of(column);
    }
    EXPECT_EQ(rows(SecretColumn::report_document).size(), 1U) << "only those with a password";
    const SecretRow vault = rows(SecretColumn::connection_options).back();
    EXPECT_EQ(vault.name, "vault");
    EXPECT_EQ(vault.kind, "vault");
    EXPECT_EQ(vault.workspace_id, 1);
}

TEST_F(SecretRows, AreReplacedUnlessTheyHaveChangedMeanwhile)
{
    add_rows("s3cret");
    for (const SecretColumn column : kSecretColumns) {
        const SecretRow row = rows(column).back();
        std::string text = row.text;
        text.replace(text.find("s3cret"), 6, "another");
        EXPECT_TRUE(write([&](db::Session& session) { return replace_secret(session, column, row, text); }));
        EXPECT_FALSE(write([&](db::Session& session) { return replace_secret(session, column, row, text); }));
        EXPECT_EQ(rows(column).back().text, text) << name_of(column);
    }
    EXPECT_EQ(read([](db::Session& session) { return get_connection(session, 1, "vault"); }).version, 1);
}

TEST_F(SecretRows, ComeInPages)
{
    for (int i = 0; i < 5; ++i)
        write([&](db::Session& session) -> Result<> {
            Report report = make_report("Report " + std::to_string(i));
            report.pdf_password = "s3cret";
            TRY(insert_report(session, report, at(0)));
            return insert_server_key(session, {"kid-" + std::to_string(i), "{}", "s3cret", at(0), {}});
        });
    for (const SecretColumn column : {SecretColumn::report_document, SecretColumn::server_key}) {
        const std::vector<SecretRow> first = rows(column, "", 3);
        ASSERT_EQ(first.size(), 3U);
        const std::vector<SecretRow> second = rows(column, first.back().key, 3);
        ASSERT_EQ(second.size(), 2U);
        EXPECT_LT(first.back().key, second.front().key);
        EXPECT_TRUE(rows(column, second.back().key, 3).empty());
    }
}

class SealedValues : public StoreTest {
protected:
    SecretBox box_{KeyRing::load_or_create(folder_.path() / "secret.key").value()};
};

TEST_F(SealedValues, AreOpenedWhereTheyBelong)
{
    Report report = make_report("Monthly");
    report.uuid = "uuid-1";
    EXPECT_EQ(open_pdf_password(box_, report).value(), "");
    report.pdf_password = "in the clear";
    EXPECT_EQ(open_pdf_password(box_, report).value(), "in the clear");
    report.pdf_password = box_.seal("hunter2", pdf_password_purpose(report.uuid));
    EXPECT_EQ(open_pdf_password(box_, report).value(), "hunter2");
    report.uuid = "uuid-2";
    EXPECT_THAT(open_pdf_password(box_, report).error().message, HasSubstr("pdf_password cannot be opened"));
}

TEST_F(SealedValues, OfAConnectionAreBoundToItsNameAndTheOption)
{
    Connection shop{.workspace_id = 1, .name = "shop", .kind = "vault"};
    shop.options = {{"host", "h"}, {"password", box_.seal("hunter2", option_purpose(1, "shop", "password"))}};
    EXPECT_EQ(open_options(box_, shop).value(), (OptionValues{{"host", "h"}, {"password", "hunter2"}}));
    Connection other = shop;
    other.name = "other";
    EXPECT_THAT(open_options(box_, other).error().message,
                HasSubstr("options.password of connection other cannot be opened"));
    Connection elsewhere = shop;
    elsewhere.workspace_id = 2;
    EXPECT_FALSE(open_options(box_, elsewhere));
    Connection swapped = shop;
    swapped.options["token"] = shop.options.at("password");
    EXPECT_FALSE(open_option(box_, swapped, "token"));
}

TEST_F(SealedValues, StayTheSameTextWhenTheySayTheSame)
{
    const std::string stored = box_.seal("hunter2", "p");
    EXPECT_EQ(seal_or_keep(box_, "hunter2", stored, "p"), stored);
    for (const std::string& other :
         {seal_or_keep(box_, "hunter3", stored, "p"), seal_or_keep(box_, "hunter3", "", "p")})
        EXPECT_EQ(box_.open(other, "p").value(), "hunter3");
    EXPECT_EQ(box_.open(seal_or_keep(box_, "x", "in the clear", "p"), "p").value(), "x");
}

} // namespace
} // namespace presstime::store
