// The picture in a mail's body: cards, charts and texts of the dashboard on one tall page. Tables are left
// out, for their first rows stand under it as text.
#pragma once

#include "base/deadline.hpp"
#include "model/render_input.hpp"
#include "platform/objects/object_store.hpp"
#include "stage/mail_html.hpp"

#include <string>

namespace presstime::stage {

// What the HTML of a mail needs besides the words.
struct MailBody {
    MailFigures figures;
    MailPicture picture;     // without a content id: nothing to draw
    std::string picture_key; // of the stored PNG
    std::string subtitle;
    std::string data_as_of;
};

enum class MailParts { text_alone, with_html };

// Draws the picture into the object `key` unless the mail is text alone. Equal input gives equal bytes.
Result<MailBody> make_mail_body(const RenderInput& input, MailParts parts, ObjectStore& objects,
                                const std::string& key, Deadline deadline);

} // namespace presstime::stage
