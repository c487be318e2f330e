// Between fork and exec only calls are made that POSIX allows there; every string is built before. All
// Chromium processes stay in the first one's process group, which is how they are killed and reaped together:
// this process is their subreaper, so that none stays behind as a zombie where init reaps nobody.
#include "platform/browser/chromium_process.hpp"

#include "base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <vector>

namespace presstime::browser {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProfilePrefix = "presstime-browser-";
// Chromium puts a Unix socket some 45 bytes deeper, and those have short paths.
constexpr std::size_t kLongestProfilePath = 60;
constexpr const char* kNotFound =
    "HTML template dashboards need Chromium; install the package chromium or set "
    "browser_path to the program";

std::vector<std::string> arguments_of(const fs::path& program, const fs::path& profile)
{
    std::vector<std::string> arguments = {
        program.string(),
        "--headless",
        "--remote-debugging-pipe",
        "--user-data-dir=" + profile.string(),
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--mute-audio",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pings",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-remote-extensions",
        "--disable-sync",
        "--disable-breakpad",
        "--disable-crash-reporter",
        "--disable-crashpad-for-testing", // its handlers would leave the process group
        "--metrics-recording-only",
        "--password-store=basic",
        "--use-mock-keychain",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
        // Pages load through us alone: no name resolves, and what needs none goes to a proxy that is not
        // there.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--proxy-server=socks5://127.0.0.1:1",
        "--proxy-bypass-list=<-loopback>",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-site-isolation-trials", // frames of other sites stay in the page's process, and watched
        "--enable-features=NetworkServiceInProcess2",
        "--disable-features=IsolateOrigins,site-per-process,WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
        "OmniboxAimPopup,MediaRouter,OptimizationHints,Translate,AutofillServerCommunication,"
        "DialMediaRouteProvider,InterestFeedContentSuggestions,CertificateTransparencyComponentUpdater",
    };
    if (geteuid() == 0)
        arguments.emplace_back("--no-sandbox"); // Chromium refuses to be sandboxed by root
    arguments.emplace_back("about:blank");
    return arguments;
}

std::vector<std::string> environment_of(const fs::path& profile)
{
    const char* path = std::getenv("PATH");
    return {fmt::format("PATH={}", path ? path : "/usr/bin:/bin"),
            "LANG=C.UTF-8",
            "TZ=UTC",
            "HOME=" + profile.string(),
            "TMPDIR=" + profile.string(),
            "XDG_CONFIG_HOME=" + (profile / "config").string(),
            "XDG_CACHE_HOME=" + (profile / "cache").string(),
            "DBUS_SESSION_BUS_ADDRESS=disabled:"};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

struct Pair {
    UniqueFd ours;
    UniqueFd theirs;
};

Result<Pair> cannot_make_pipe()
{
    return fail(Error::retry("no pipe to the browser could be made").with_context(std::strerror(errno)));
}

// What Chromium calls its debugging pipe may be a socket, whose end of life is an error and no signal.
Result<Pair> make_channel()
{
    int ends[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return cannot_make_pipe();
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Result<Pair> make_pipe()
{
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return cannot_make_pipe();
    return Pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

struct Launch {
    const char* program;
    char* const* arguments;
    char* const* environment;
    int channel;
    int words;     // a file for standard error
    int report;    // write end on which a failed exec is told
    pid_t starter; // whoever forks
};

// In the child. Debugging reads commands from descriptor 3 and answers on 4.
[[noreturn]] void become_chromium(const Launch& launch)
{
    // Out of the way of 0-4 first.
    const int channel = fcntl(launch.channel, F_DUPFD, 10);
    const int words = fcntl(launch.words, F_DUPFD, 10);
    const int report = fcntl(launch.report, F_DUPFD, 10);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(words, 2);
    dup2(channel, 3);
    dup2(channel, 4);
    dup2(report, 5);
    fcntl(5, F_SETFD, FD_CLOEXEC);
    close_range(6, ~0U, 0);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != launch.starter)
        _exit(127);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    // Where we may: a network of its own without any interface. The other walls stand anyway.
    if (unshare(CLONE_NEWNET) != 0)
        errno = 0;
    execve(launch.program, launch.arguments, launch.environment);
    const int failure = errno;
    if (write(5, &failure, sizeof failure) < 0)
        _exit(126);
    _exit(127);
}

// WebRTC must not go around the proxy; only the profile can say so.
Result<> write_preferences(const fs::path& profile)
{
    std::error_code failed;
    fs::create_directories(profile / "Default", failed);
    std::ofstream file(profile / "Default" / "Preferences");
    file << R"({"webrtc":{"ip_handling_policy":"disable_non_proxied_udp","multiple_routes_enabled":false}})";
    if (!file.flush())
        return fail(
            Error::retry("the browser's profile could not be written").with_context(profile.string()));
    return {};
}

Result<fs::path> make_profile(const fs::path& temp_folder)
{
    std::error_code failed;
    fs::create_directories(temp_folder, failed);
    std::string name = (temp_folder / fmt::format("{}{}-XXXXXX", kProfilePrefix, getpid())).string();
    if (name.size() > kLongestProfilePath)
        return fail(Error::give_up(fmt::format(
            "{} is too long a path for the browser's temporary files; set TMPDIR to a shorter one",
            temp_folder.string())));
    if (mkdtemp(name.data()) == nullptr)
        return fail(Error::retry("no folder for the browser's profile could be made")
                        .with_context(std::strerror(errno)));
    return fs::path(name);
}

bool is_program(const fs::path& path)
{
    std::error_code failed;
    return fs::is_regular_file(path, failed) && access(path.c_str(), X_OK) == 0;
}

} // namespace

Result<fs::path> find_chromium(const std::string& configured)
{
    if (!configured.empty()) {
        if (is_program(configured))
            return fs::path(configured);
        return fail(Error::give_up(fmt::format("{}: {} is not a program", kNotFound, configured)));
    }
    // Debian's /usr/bin/chromium is a script that adds flags meant for people.
    if (const fs::path debian = "/usr/lib/chromium/chromium"; is_program(debian))
        return debian;
    const char* search = std::getenv("PATH");
    const std::string folders = search ? search : "";
    for (const char* name : {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"})
        for (std::string_view folder : split(folders, ':'))
            if (const fs::path path = fs::path(folder) / name; !folder.empty() && is_program(path))
                return path;
    return fail(Error::give_up(kNotFound));
}

void sweep_profiles(const fs::path& folder)
{
    std::error_code failed;
    std::vector<fs::path> left;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(kProfilePrefix))
            continue;
        const auto parts = split(std::string_view(name).substr(kProfilePrefix.size()), '-');
        const auto owner = parse_int(parts.front());
        if (owner && (kill(static_cast<pid_t>(*owner), 0) != 0 && errno == ESRCH))
            left.push_back(entry.path());
    }
    for (const fs::path& profile : left)
        fs::remove_all(profile, failed);
}

Result<ChromiumProcess> ChromiumProcess::start(const fs::path& program, const fs::path& temp_folder)
{
    ChromiumProcess process;
    process.profile_ = TRY(make_profile(temp_folder));
    TRY(write_preferences(process.profile_));
    Pair channel = TRY(make_channel());
    Pair report = TRY(make_pipe());
    const UniqueFd words(
        open((process.profile_ / "stderr").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    std::vector<std::string> arguments = arguments_of(program, process.profile_);
    std::vector<std::string> environment = environment_of(process.profile_);
    const std::vector<char*> argument_pointers = pointers_to(arguments);
    const std::vector<char*> environment_pointers = pointers_to(environment);
    const Launch launch{program.c_str(),
                        argument_pointers.data(),
                        environment_pointers.data(),
                        channel.theirs.get(),
                        words.get(),
                        report.theirs.get(),
                        getpid()};
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    process.pid_ = fork();
    if (process.pid_ == 0)
        become_chromium(launch);
    if (process.pid_ < 0)
        return fail(Error::retry("the browser could not be started").with_context(std::strerror(errno)));
    setpgid(process.pid_, process.pid_);
    report.theirs = UniqueFd();
    int failure = 0;
    if (read(report.ours.get(), &failure, sizeof failure) > 0)
        return fail(Error::give_up(fmt::format("{} could not be run: {}; set browser_path to Chromium",
                                               program.string(), std::strerror(failure))));
    process.channel_ = std::move(channel.ours);
    return process;
}

ChromiumProcess::ChromiumProcess(ChromiumProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      profile_(std::exchange(other.profile_, {})),
      channel_(std::move(other.channel_))
{
}

ChromiumProcess::~ChromiumProcess()
{
    end(std::chrono::milliseconds(0));
    std::error_code failed;
    // What a dying helper still writes may come in between.
    for (int tries = 0; !profile_.empty() && tries < 20; ++tries) {
        fs::remove_all(profile_, failed);
        if (!failed && !fs::exists(profile_, failed))
            return;
        poll(nullptr, 0, 20);
    }
}

std::string ChromiumProcess::last_words() const
{
    std::ifstream file(profile_ / "stderr", std::ios::ate);
    const std::streamoff size = file.tellg();
    file.seekg(std::max<std::streamoff>(0, size - 1000));
    return repair_utf8(std::string(std::istreambuf_iterator<char>(file), {}));
}

void ChromiumProcess::end(std::chrono::milliseconds patience)
{
    if (pid_ < 0)
        return;
    channel_ = UniqueFd(); // which tells Chromium to end
    constexpr int kStep_ms = 10;
    for (std::chrono::milliseconds waited{0}; waited < patience;
         waited += std::chrono::milliseconds(kStep_ms)) {
        if (waitpid(pid_, nullptr, WNOHANG) != 0)
            break;
        poll(nullptr, 0, kStep_ms);
    }
    kill(-pid_, SIGKILL);
    constexpr int kMostSteps = 500;
    for (int step = 0; step < kMostSteps; ++step) {
        const pid_t reaped = waitpid(-pid_, nullptr, WNOHANG);
        if (reaped < 0 && errno == ECHILD)
            break;
        if (reaped == 0)
            poll(nullptr, 0, kStep_ms);
    }
    pid_ = -1;
}

} // namespace presstime::browser
