#include "platform/canvas/pdf_password.hpp"

#include "platform/canvas/canvas_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

using namespace canvas_test;
using ::testing::HasSubstr;
using ::testing::Not;

std::string a_pdf()
{
    return pdf_of(list_of({DrawText{"Confidential 1,204", {40, 40}, kProse}}));
}

TEST(PdfPassword, OpensTheDocumentAndNothingElseDoes)
{
    const auto locked = encrypt_pdf(a_pdf(), "Grüße aus Köln");
    ASSERT_TRUE(locked) << locked.error().message << locked.error().context;
    EXPECT_THAT(run_tool("qpdf --password='Grüße aus Köln' --check --show-encryption", "", *locked),
                HasSubstr("No syntax or stream encoding errors"));
    EXPECT_THAT(run_tool("qpdf --password='Grüße aus Köln' --show-encryption", "", *locked),
                testing::AllOf(HasSubstr("R = 6"), HasSubstr("AESv3")));
    EXPECT_THAT(run_tool("pdftotext -upw 'Grüße aus Köln'", "-", *locked), HasSubstr("Confidential 1,204"));
    EXPECT_THAT(run_tool("pdftotext", "-", *locked), HasSubstr("Incorrect password"));
    EXPECT_THAT(run_tool("pdftotext -upw wrong", "-", *locked), HasSubstr("Incorrect password"));
    EXPECT_THAT(run_tool("qpdf --check", "", *locked), HasSubstr("invalid password"));
    EXPECT_THAT(*locked, Not(HasSubstr("Sales")));
}

TEST(PdfPassword, ThatNobodyCanTypeIsRefusedByItsField)
{
    for (const std::string& password :
         {std::string(), std::string(128, 'x'), std::string("a\x01"), std::string("\xFF")}) {
        const auto locked = encrypt_pdf(a_pdf(), password);
        ASSERT_FALSE(locked);
        EXPECT_EQ(locked.error().field, "pdf_password");
    }
}

TEST(PdfPassword, OnBytesThatAreNoPdfGivesUp)
{
    const auto locked = encrypt_pdf("not a PDF", "secret");
    ASSERT_FALSE(locked);
    EXPECT_EQ(locked.error().kind, ErrorKind::give_up);
    EXPECT_THAT(locked.error().message + locked.error().context, Not(HasSubstr("secret")));
}

} // namespace
} // namespace presstime
