#include "platform/canvas/pdf_password.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
// qpdf asks which of its pointer types is meant: the standard ones.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include <exception>
#include <memory>

namespace presstime {
namespace {

Result<> check_password(std::string_view password)
{
    if (password.empty() || !is_valid_utf8(password) || has_control_characters(password)) {
        return fail(Error::invalid("pdf_password",
                                   "the PDF password is empty or has characters that cannot be "
                                   "typed; choose another"));
    }
    if (password.size() > kMaxPdfPasswordBytes) {
        return fail(
            Error::invalid("pdf_password", fmt::format("the PDF password has {} bytes; at most {} count",
                                                       password.size(), kMaxPdfPasswordBytes)));
    }
    return {};
}

} // namespace

Result<std::string> encrypt_pdf(std::string_view pdf, std::string_view password)
{
    TRY(check_password(password));
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("report", pdf.data(), pdf.size());
        QPDFWriter writer(document);
        writer.setOutputMemory();
        // Streams stay as cairo compressed them; only what a reader must decrypt changes.
        writer.setStreamDataMode(qpdf_s_preserve);
        const std::string secret(password);
        writer.setR6EncryptionParameters(secret.c_str(), secret.c_str(), true, true, true, true, true, true,
                                         qpdf_r3p_full, true);
        writer.write();
        const std::unique_ptr<Buffer> buffer(writer.getBuffer());
        return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    } catch (const std::exception& problem) {
        // qpdf speaks of offsets and objects, never of the password.
        return fail(Error::give_up("the PDF could not be encrypted").with_context(problem.what()));
    }
}

} // namespace presstime
