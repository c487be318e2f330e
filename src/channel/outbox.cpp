// Channel "outbox": mail as .eml files in a folder, for machines without a mail server. The name follows from
// the message alone, so that a second try of the same delivery replaces its file with the same bytes.
#include "channel/channel.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <curl/curl.h>
#include <fcntl.h>
#include <filesystem>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace presstime {

namespace {

constexpr std::size_t kCopyBytes = 64UL * 1024;
constexpr std::size_t kLongestRecipientInName = 100;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

// Removes the temporary file unless it was renamed.
class TemporaryFile {
public:
    explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { ::unlink(path_.c_str()); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

Error system_error(std::string_view what)
{
    int number = errno;
    if (number == ENOSPC || number == EDQUOT)
        return Error::retry(
            "no space left in the outbox folder; make room and the mail is written at the next try");
    return Error::retry(fmt::format("{}: {}", what, to_lower_ascii(std::strerror(number))));
}

Result<> write_all(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(system_error("the outbox folder cannot be written"));
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

// The Date header of the stored message as 20260421T130007Z; it never changes between tries.
std::string timestamp_of(std::string_view head)
{
    constexpr std::string_view kName = "Date: ";
    std::size_t at = head.starts_with(kName) ? 0 : head.find("\r\nDate: ");
    if (at == std::string_view::npos)
        return "undated";
    at = head.find(kName, at) + kName.size();
    std::string value(head.substr(at, head.find("\r\n", at) - at));
    time_t seconds = curl_getdate(value.c_str(), nullptr);
    return seconds < 0 ? "undated" : fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(seconds));
}

std::string file_name(std::string_view head, const Consignment& consignment)
{
    std::string recipient;
    for (char c : clip_utf8(consignment.recipient, kLongestRecipientInName)) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     std::string_view("@._+-").find(c) != std::string_view::npos;
        recipient += plain ? c : '_';
    }
    // FNV-1a over recipient and message id keeps apart what the shortened name would not.
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char c : consignment.recipient + "\n" + consignment.message_id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return fmt::format("{}-{}-{:016x}.eml", timestamp_of(head), recipient, hash);
}

class OutboxChannel final : public Channel {
public:
    explicit OutboxChannel(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Attempt deliver(const Consignment& consignment, Deadline deadline) override
    {
        auto started = std::chrono::steady_clock::now();
        Attempt attempt;
        if (has_control_characters(consignment.recipient)) {
            attempt.outcome = AttemptOutcome::rejected;
            attempt.error = "the recipient holds control characters; remove them";
        } else if (auto written = write(consignment, deadline, attempt); written) {
            attempt.outcome = AttemptOutcome::accepted;
        } else {
            attempt.error = written.error().message;
        }
        attempt.latency_us =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started)
                .count();
        return attempt;
    }

private:
    Result<> write(const Consignment& consignment, const Deadline& deadline, Attempt& attempt) const
    {
        Descriptor source(::open(consignment.payload_path.c_str(), O_RDONLY | O_CLOEXEC));
        if (source.number() < 0)
            return fail(Error::retry("the stored message cannot be opened"));
        std::array<char, kCopyBytes> buffer;
        ssize_t got = ::read(source.number(), buffer.data(), buffer.size());
        std::string_view head(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        std::string name = file_name(head, consignment);

        TemporaryFile temporary(folder_ / fmt::format(".{}.{}.tmp", name, next_number()));
        Descriptor file(::open(temporary.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (file.number() < 0)
            return fail(system_error("the outbox folder cannot be written"));
        TRY(write_all(file.number(), fmt::format("X-Presstime-Envelope-To: {}\r\n", consignment.recipient)));
        while (got > 0) {
            if (deadline.expired())
                return fail(Error::retry("no time was left to write the mail to the outbox folder"));
            TRY(write_all(file.number(), std::string_view(buffer.data(), static_cast<std::size_t>(got))));
            attempt.bytes += got;
            got = ::read(source.number(), buffer.data(), buffer.size());
        }
        if (got < 0 || attempt.bytes != consignment.payload_bytes)
            return fail(Error::retry("the stored message could not be read in full"));
        if (::fsync(file.number()) != 0)
            return fail(system_error("the outbox folder cannot be written"));
        return publish(temporary.path(), name, consignment, deadline, attempt);
    }

    Result<> publish(const std::filesystem::path& temporary, const std::string& name,
                     const Consignment& consignment, const Deadline& deadline, Attempt& attempt) const
    {
        if (deadline.expired())
            return fail(Error::retry("no time was left to write the mail to the outbox folder"));
        if (consignment.before_commit_point)
            TRY(consignment.before_commit_point());
        if (::rename(temporary.c_str(), (folder_ / name).c_str()) != 0)
            return fail(system_error("the outbox folder cannot be written"));
        Descriptor folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.number() < 0 || ::fsync(folder.number()) != 0)
            return fail(system_error("the outbox folder cannot be written"));
        attempt.response = fmt::format("written as {}", name);
        return {};
    }

    // Two tries of one delivery at once must not share a temporary file.
    static std::string next_number()
    {
        static std::atomic<std::uint64_t> number{0};
        return fmt::format("{}-{}", ::getpid(), number.fetch_add(1));
    }

    const std::filesystem::path folder_;
};

// What a crash left half-written; the folder belongs to one server.
void sweep_unfinished(const std::filesystem::path& folder)
{
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
        std::string name = entry.path().filename().string();
        if (name.starts_with('.') && name.find(".eml.") != std::string::npos && name.ends_with(".tmp"))
            ::unlink(entry.path().c_str());
    }
}

OptionSchema outbox_options()
{
    return {{.name = "folder",
             .required = true,
             .help = "Folder that the .eml files are written to; made if missing"}};
}

Result<std::unique_ptr<Channel>> create_outbox(const OptionValues& given)
{
    OptionValues values = TRY(validate_options(outbox_options(), given, "options"));
    std::filesystem::path folder = values["folder"];
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code || ::access(folder.c_str(), W_OK | X_OK) != 0)
        return fail(Error::invalid("options.folder",
                                   fmt::format("options.folder: {} cannot be written; name a folder "
                                               "that this user may write to",
                                               folder.string())));
    sweep_unfinished(folder);
    return std::make_unique<OutboxChannel>(std::move(folder));
}

} // namespace

const ChannelPlugin& outbox_channel()
{
    static const ChannelPlugin plugin{"outbox", "Mail as .eml files in a folder", outbox_options(),
                                      create_outbox};
    return plugin;
}

} // namespace presstime
