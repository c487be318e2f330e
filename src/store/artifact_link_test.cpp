// Links to artifacts: whole, in time, and of this server alone.
#include "store/artifact_link.hpp"

#include "base/id.hpp"

#include "store/test_store.hpp"

#include <filesystem>

namespace presstime::store {
namespace {

class ArtifactLinks : public StoreTest {
protected:
    ArtifactLinks() { std::filesystem::create_directories(folder_); }
    ~ArtifactLinks() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("presstime-links-" + make_random_text(12));
    std::string token_of(const SecretBox& box, const ArtifactLink& link)
    {
        return artifact_link_path(box, link).substr(std::string_view("/v1/links/").size());
    }
};

TEST_F(ArtifactLinks, OpenUntilTheirEnd)
{
    const SecretBox box(*KeyRing::load_or_create(folder_ / "a.key"));
    const std::string token = token_of(box, {512, 2, at(100)});
    const Result<ArtifactLink> opened = open_artifact_link(box, token, at(99));
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->run_id, 512);
    EXPECT_EQ(opened->artifact_n, 2);
    EXPECT_EQ(open_artifact_link(box, token, at(100)).error().kind, ErrorKind::not_found);
}

TEST_F(ArtifactLinks, NobodyElseCanMakeOrChangeOne)
{
    const SecretBox box(*KeyRing::load_or_create(folder_ / "a.key"));
    const SecretBox other(*KeyRing::load_or_create(folder_ / "b.key"));
    const std::string token = token_of(box, {512, 2, at(100)});
    EXPECT_FALSE(open_artifact_link(box, token_of(other, {512, 2, at(100)}), at(0)).has_value());
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(open_artifact_link(box, changed, at(0)).has_value()) << i;
    }
    EXPECT_FALSE(open_artifact_link(box, "", at(0)).has_value());
    EXPECT_FALSE(open_artifact_link(box, std::string(10'000, 'A'), at(0)).has_value());
}

} // namespace
} // namespace presstime::store
