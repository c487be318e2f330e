// Purposes are paths: the column, then the row they are bound to.
#include "store/sealed_values.hpp"

#include "platform/crypto/constant_time.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

Result<std::string> open_text(const SecretBox& box, const std::string& text, std::string_view purpose,
                              const std::string& field)
{
    if (!is_sealed(text))
        return text;
    Result<std::string> plain = box.open(text, purpose);
    if (!plain)
        return fail(Error{ErrorKind::give_up,
                          fmt::format("{} cannot be opened: {}", field, plain.error().message), field,
                          plain.error().context});
    return plain;
}

} // namespace

std::string pdf_password_purpose(std::string_view report_uuid)
{
    return fmt::format("report.pdf_password/{}", report_uuid);
}

std::string webhook_secret_purpose(std::string_view report_uuid)
{
    return fmt::format("report.webhook_secret/{}", report_uuid);
}

std::string option_purpose(std::int64_t workspace_id, std::string_view connection, std::string_view option)
{
    return fmt::format("connection.option/{}/{}/{}", workspace_id, connection, option);
}

Result<std::string> open_pdf_password(const SecretBox& box, const Report& report)
{
    return open_text(box, report.pdf_password, pdf_password_purpose(report.uuid), "pdf_password");
}

Result<std::string> open_webhook_secret(const SecretBox& box, const Report& report)
{
    return open_text(box, report.webhook_secret, webhook_secret_purpose(report.uuid), "webhook_secret");
}

Result<std::string> open_option(const SecretBox& box, const Connection& connection, const std::string& name)
{
    return open_text(box, connection.options.at(name),
                     option_purpose(connection.workspace_id, connection.name, name),
                     fmt::format("options.{} of connection {}", name, connection.name));
}

Result<OptionValues> open_options(const SecretBox& box, const Connection& connection)
{
    OptionValues opened;
    for (const auto& [name, value] : connection.options)
        opened[name] = TRY(open_option(box, connection, name));
    return opened;
}

std::string seal_or_keep(const SecretBox& box, std::string_view plain, std::string_view stored,
                         std::string_view purpose)
{
    const Result<std::string> known = box.open(stored, purpose);
    if (known && equal_in_constant_time(*known, plain))
        return std::string(stored);
    return box.seal(plain, purpose);
}

} // namespace presstime::store
