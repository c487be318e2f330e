// What every source refuses, asked of each one over the same data: statements that are no SELECT, paths
// outside its reach, files that are not what they say.
#include "source/source_engines.hpp"

#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;
using testing::HasSubstr;
using testing::Not;

class SourceRefusal : public SourceConformance {};

TEST_P(SourceRefusal, RefusesEverythingButOneSelect)
{
    std::uintmax_t size = fs::file_size(path_);
    std::string target = (folder_.data() / "made").string();
    for (const std::string& sql : {
             std::string(""),
             std::string(" \n ; -- nothing"),
             std::string("SELECT 1; SELECT 2"),
             std::string("SELECT 1; DROP TABLE things"),
             std::string("SELECT 1; not sql at all"),
             std::string("INSERT INTO things(id) VALUES (9)"),
             std::string("INSERT INTO things(id) VALUES (9) RETURNING id"),
             std::string("UPDATE things SET id = 9"),
             std::string("DELETE FROM things"),
             std::string("CREATE TABLE made(i INTEGER)"),
             std::string("CREATE TEMP TABLE made(i INTEGER)"),
             std::string("DROP TABLE things"),
             std::string("PRAGMA database_list"),
             std::string("PRAGMA user_version = 7"),
             std::string("BEGIN"),
             std::string("VACUUM"),
             std::string("EXPLAIN SELECT 1"),
             "ATTACH '" + target + "' AS made",
             "COPY things TO '" + target + "'",
             "VACUUM INTO '" + target + "'",
             std::string("SELECT load_extension('x')"),
             std::string("SELECT 1\0; DROP TABLE things", 28),
             std::string("SELECT '\xff'"),
             std::string("selct 1"),
             std::string("SELECT (1"),
         }) {
        auto got = ask(*source_, sql);
        ASSERT_FALSE(got) << sql;
        if (sql.find("load_extension") == std::string::npos) {
            EXPECT_EQ(got.error().kind, ErrorKind::invalid) << sql << ": " << got.error().message;
            EXPECT_EQ(got.error().field, "sql") << sql;
        }
        EXPECT_FALSE(got.error().message.empty());
    }
    EXPECT_FALSE(fs::exists(target));
    EXPECT_EQ(fs::file_size(path_), size);
    EXPECT_EQ(ask(*source_, "SELECT count(*) AS n FROM things").value(), "n:integer \n4\n");
}

TEST_P(SourceRefusal, AcceptsTheWaysToWriteASelect)
{
    for (const char* sql : {"SELECT 1;", "SELECT 1; -- done", "/* first */ SELECT 1 /* last */", "VALUES (1)",
                            "WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL SELECT 2"}) {
        auto got = ask(*source_, sql);
        EXPECT_TRUE(got) << sql << ": " << got.error().message;
    }
}

TEST_P(SourceRefusal, SaysWhichColumnOrTableIsMissing)
{
    auto column = ask(*source_, "SELECT revenue FROM things");
    ASSERT_FALSE(column);
    EXPECT_EQ(column.error().kind, ErrorKind::give_up);
    EXPECT_THAT(column.error().message, HasSubstr("revenue"));
    EXPECT_THAT(error_of(*source_, "SELECT 1 FROM orders"), HasSubstr("orders"));
}

TEST_P(SourceRefusal, RefusesPathsOutsideTheAllowedRoots)
{
    fs::path outside = folder_.outside() / GetParam().file;
    fs::copy_file(path_, outside);
    fs::create_symlink(outside, folder_.data() / "link");
    for (const std::string& path :
         {outside.string(), std::string("outside/") + GetParam().file,
          (folder_.data() / "../outside" / GetParam().file).string(), (folder_.data() / "link").string(),
          std::string("/etc/passwd"), std::string("/etc/nowhere"), (folder_.data() / "missing").string(),
          std::string()}) {
        auto opened = open(path);
        ASSERT_FALSE(opened) << path;
        EXPECT_EQ(opened.error().kind, ErrorKind::invalid);
        EXPECT_EQ(opened.error().field, "options.path") << path;
    }
    EXPECT_TRUE(open(std::string("data/") + GetParam().file)) << "relative to the data folder";
}

TEST_P(SourceRefusal, NoticesThatALinkTookTheFilesPlace)
{
    fs::path outside = folder_.outside() / GetParam().file;
    fs::rename(path_, outside);
    fs::create_symlink(outside, path_);
    auto got = ask(*source_, "SELECT id FROM things");
    ASSERT_FALSE(got);
    EXPECT_THAT(got.error().message, HasSubstr("no longer where it was"));
    EXPECT_THAT(got.error().message, Not(HasSubstr(folder_.outside().string())));
}

TEST_P(SourceRefusal, ExplainsACorruptFile)
{
    fs::path corrupt = folder_.data() / ("corrupt-" + GetParam().file);
    write_file(corrupt, std::string(20'000, 'x'));
    auto opened = open(corrupt.string());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().field, "options.path");
    EXPECT_THAT(opened.error().message, HasSubstr("corrupt-" + GetParam().file));
    write_file(corrupt, "");
    auto empty = open(corrupt.string());
    EXPECT_TRUE(!empty || !ask(**empty, "SELECT id FROM things"));
}

TEST_P(SourceRefusal, DamagedPagesAreAnErrorAndNeverACrash)
{
    {
        std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
        for (std::uintmax_t at = 13'000; at + 4000 < fs::file_size(path_); at += 4096) {
            file.seekp(static_cast<std::streamoff>(at));
            file << std::string(3000, '\x5a');
        }
    }
    auto opened = open(path_.string());
    if (opened) {
        auto got = ask(**opened, "SELECT sum(n) AS total FROM numbers");
        ASSERT_FALSE(got) << *got;
        EXPECT_FALSE(got.error().message.empty());
    }
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, SourceRefusal, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

TEST(SourceFamily, EveryPluginHasANameASummaryAndAPathOption)
{
    ASSERT_EQ(source_plugins().size(), std::size(kEngines)) << "a new source joins the conformance suite";
    for (const SourcePlugin& plugin : source_plugins()) {
        EXPECT_FALSE(plugin.summary.empty());
        EXPECT_EQ(plugin.options.at(0).name, "path");
    }
}

TEST(SourceFamily, AnswersAnUnknownNameWithTheValidOnes)
{
    auto plugin = find_source_plugin("oracle", "kind");
    ASSERT_FALSE(plugin);
    EXPECT_EQ(plugin.error().field, "kind");
    EXPECT_THAT(plugin.error().message, HasSubstr("duckdb, sqlite"));
}

TEST(SourceFamily, RefusesUnknownOptions)
{
    Folder folder;
    for (const SourcePlugin& plugin : source_plugins()) {
        auto opened = plugin.open({{"path", "data"}, {"pathh", "x"}}, folder.context());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().field, "options.pathh");
    }
}

} // namespace
} // namespace presstime
