// The mail to an owner when a run went wrong or a webhook failed: composed when it is first sent, from what
// the rows say by then, and stored, so that every later try sends the same bytes.
#pragma once

#include "model/delivery.hpp"
#include "platform/db/database.hpp"
#include "platform/mail/sender_address.hpp"
#include "platform/objects/object_store.hpp"

#include <string>

namespace presstime::run {

class NoticeWriter {
public:
    NoticeWriter(db::Database& database, ObjectStore& objects, mail::SenderAddress mail_from,
                 std::string public_url)
        : database_(database),
          objects_(objects),
          mail_from_(std::move(mail_from)),
          public_url_(std::move(public_url))
    {
    }

    // Stores the notice's bytes and returns their key.
    Result<std::string> compose(const Delivery& notice) const;

private:
    db::Database& database_;
    ObjectStore& objects_;
    mail::SenderAddress mail_from_;
    std::string public_url_;
};

} // namespace presstime::run
