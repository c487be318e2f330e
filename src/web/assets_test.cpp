#include "web/assets.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

namespace presstime::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(WebAssets, HoldTheOnePageAndWhatItLoads)
{
    const Asset* page = find_asset("/index.html");
    ASSERT_NE(page, nullptr);
    EXPECT_EQ(page->content_type, "text/html; charset=utf-8");
    EXPECT_FALSE(page->immutable);
    EXPECT_THAT(std::string(page->bytes), HasSubstr("<script type=\"module\""));
    EXPECT_THAT(std::string(page->bytes), Not(HasSubstr("//fonts.")));
}

TEST(WebAssets, AreSortedAndFoundByTheirPathAlone)
{
    EXPECT_TRUE(std::ranges::is_sorted(assets(), {}, &Asset::path));
    for (const Asset& asset : assets())
        EXPECT_EQ(find_asset(asset.path), &asset);
    EXPECT_EQ(find_asset("/assets/../index.html"), nullptr);
    EXPECT_EQ(find_asset(""), nullptr);
}

TEST(WebAssets, NeverChangeUnderANameWithItsHash)
{
    for (const Asset& asset : assets())
        EXPECT_EQ(asset.immutable, asset.path.starts_with("/assets/")) << asset.path;
}

// What a first visit fetches before it shows a page; editors come later.
TEST(WebAssets, TheFirstLoadIsUnder250KB)
{
    const std::string page(find_asset("/index.html")->bytes);
    std::size_t bytes = 0;
    for (const Asset& asset : assets())
        if (asset.path == "/index.html" ||
            page.find(std::string(asset.path.substr(1))) != std::string::npos ||
            asset.path.find("inter-latin-wght") != std::string_view::npos)
            bytes += asset.gzip.empty() ? asset.bytes.size() : asset.gzip.size();
    EXPECT_GT(bytes, 20'000u);
    EXPECT_LT(bytes, 250'000u);
}

} // namespace
} // namespace presstime::web
