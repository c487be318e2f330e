// One warm Chromium for everybody: started at the first page, renewed after many pages or a crash, stopped
// when long idle and with its owner. Bounds how many pages are open at once and how much memory they take.
#pragma once

#include "base/service.hpp"
#include "platform/browser/page_printer.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>

namespace presstime::browser {

struct BrowserConfig {
    std::string path;                            // of the program; empty = looked for
    std::filesystem::path temp_folder;           // profiles are made in it; a short path
    std::int64_t memory_limit_bytes = 1LL << 30; // of all its processes together
    int pages_at_once = 2;                       // more wait
    int pages_per_process = 500;
    std::chrono::seconds page_timeout{30};
    std::chrono::seconds idle{600}; // after which it is stopped until the next page
    ResourceFetcher fetch;          // for pages with hosts; none = nothing is loaded
};

class RunningChromium;

class Browser final : public PagePrinter, public Service {
public:
    explicit Browser(BrowserConfig config);
    ~Browser() override;

    Result<PrintedPage> print(const PrintJob& job, const Deadline& deadline) override;

    std::string_view name() const override { return "browser"; }
    // Removes what a dead server left in the temp folder; Chromium itself starts with the first page.
    Result<> start() override;
    // Pages under way fail with `retry`; later ones too.
    void stop() override;
    // Of the running Chromium, or 0: for tests and health.
    int process_id() const;

private:
    class Turn;
    Result<PrintedPage> print_on(RunningChromium& chromium, const PrintJob& job, const Deadline& deadline);
    Result<std::shared_ptr<RunningChromium>> take_chromium(const Deadline& deadline);

    const BrowserConfig config_;
    mutable std::mutex mutex_;
    std::condition_variable freed_;
    int pages_open_ = 0;
    bool starting_ = false;
    bool stopped_ = false;
    std::shared_ptr<RunningChromium> current_;
};

} // namespace presstime::browser
