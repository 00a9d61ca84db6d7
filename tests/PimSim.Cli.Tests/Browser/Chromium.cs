using Microsoft.Playwright;

namespace PimSim.Cli.Tests.Browser;

/// <summary>Debian's chromium without a window, one for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    // Milliseconds; machines that build and test at the same time are slow.
    private const float Timeout = 180_000;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Executable))
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = ["--no-sandbox"], Timeout = Timeout });
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
    }

    /// <summary>Opens a file; what goes wrong in it is kept.</summary>
    /// <param name="file">An HTML file.</param>
    /// <param name="width">Width of the page in CSS pixels; the height is 900.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<OpenedPage> OpenAsync(string file, int width, ColorScheme scheme)
    {
        Assert.SkipWhen(browser is null, $"there is no {Executable}");
        IPage page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme });
        OpenedPage opened = new(page);
        page.SetDefaultTimeout(Timeout);
        await page.GotoAsync(new Uri(Path.GetFullPath(file)).AbsoluteUri, new PageGotoOptions { Timeout = Timeout });
        return opened;
    }
}
