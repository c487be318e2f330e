// What the tests of the browser share: a browser over a temp folder of its own, and looks from outside at
// what it left behind.
#pragma once

#include "platform/browser/browser.hpp"
#include "platform/browser/unique_fd.hpp"
#include "support/child_process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace presstime::browser {

namespace fs = std::filesystem;
using std::chrono::seconds;

inline Deadline soon()
{
    return Deadline::after(seconds(30));
}

inline PrintJob job_of(std::string html, PrintFormat format = PrintFormat::pdf)
{
    PrintJob job;
    job.html = std::move(html);
    job.format = format;
    return job;
}

class TempFolder {
public:
    TempFolder()
    {
        std::string name = (fs::temp_directory_path() / "ptb-XXXXXX").string();
        path = mkdtemp(name.data());
    }
    ~TempFolder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    fs::path path;
};

// The text of a PDF, as pdftotext reads it.
inline std::string text_of_pdf(const std::string& pdf)
{
    TempFolder folder;
    const fs::path file = folder.path / "page.pdf";
    std::ofstream(file, std::ios::binary) << pdf;
    auto reader = test::ChildProcess::start({"pdftotext", "-layout", file.string(), "-"});
    std::string text;
    while (reader) {
        const auto line = reader->read_line(soon());
        if (!line)
            break;
        text += *line + "\n";
    }
    return text;
}

// Width and height of a PNG, from its header (RFC 2083 section 4.1.1).
inline std::pair<int, int> size_of_png(const std::string& png)
{
    const auto number = [&](std::size_t at) {
        int value = 0;
        for (std::size_t i = at; i < at + 4; ++i)
            value = value * 256 + static_cast<unsigned char>(png.at(i));
        return value;
    };
    return {number(16), number(20)};
}

// Every process whose process group is `group`.
inline std::vector<pid_t> processes_of_group(pid_t group)
{
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        if (const pid_t pid = std::stoi(name); getpgid(pid) == group)
            found.push_back(pid);
    }
    return found;
}

class BrowserTest : public ::testing::Test {
protected:
    // One browser serves all tests that do not harm it.
    static void SetUpTestSuite()
    {
        folder_ = std::make_unique<TempFolder>();
        shared_ = std::make_unique<Browser>(BrowserConfig{.temp_folder = folder_->path});
    }
    static void TearDownTestSuite()
    {
        shared_.reset();
        EXPECT_TRUE(fs::is_empty(folder_->path));
        folder_.reset();
    }

    static std::unique_ptr<TempFolder> folder_;
    static std::unique_ptr<Browser> shared_;
};

inline std::unique_ptr<TempFolder> BrowserTest::folder_;
inline std::unique_ptr<Browser> BrowserTest::shared_;

} // namespace presstime::browser
