#include "stage/text_template.hpp"

#include <gtest/gtest.h>

using presstime::stage::fill_template;

TEST(TextTemplate, ReplacesKnownNamesAndLeavesUnknownOnesVisible)
{
    EXPECT_EQ(
        fill_template("{{report_name}}: {{ rows }} rows {{x}}", {{"report_name", "Sales"}, {"rows", "3"}}),
        "Sales: 3 rows {{x}}");
}

TEST(TextTemplate, LeavesAnOpenBraceAlone)
{
    EXPECT_EQ(fill_template("a {{rows", {{"rows", "3"}}), "a {{rows");
}

TEST(TextTemplate, DoesNotExpandWhatAValueContains)
{
    EXPECT_EQ(fill_template("{{a}}", {{"a", "{{b}}"}, {"b", "secret"}}), "{{b}}");
}
