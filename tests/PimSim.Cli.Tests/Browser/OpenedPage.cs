using Microsoft.Playwright;

namespace PimSim.Cli.Tests.Browser;

/// <summary>A page in the browser, with what it complained about and asked for.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly List<string> faults = [];
    private readonly List<string> requests = [];

    public OpenedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>It says nothing on the console, fetches nothing but itself, and no part of it is wider than the window.</summary>
    public async Task IsSoundAsync()
    {
        Assert.Empty(faults);
        Assert.Equal("file", new Uri(Assert.Single(requests, r => !r.StartsWith("data:", StringComparison.Ordinal))).Scheme);
        Assert.Equal(0, await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    /// <summary>Every chart that is not hidden has drawn shapes, and text between its edges.</summary>
    /// <param name="count">How many there are to be.</param>
    public async Task HasChartsAsync(int count)
    {
        IReadOnlyList<ILocator> charts = await Page.Locator(".chart:visible").AllAsync();
        Assert.Equal(count, charts.Count);
        foreach (ILocator chart in charts)
        {
            Assert.True(await chart.Locator("svg path").CountAsync() > 2, await chart.GetAttributeAsync("id"));
            // Legends that scroll cut their own ends.
            string[] cut = await chart.EvaluateAsync<string[]>(
                "c => { const b = c.getBoundingClientRect(); return [...c.querySelectorAll('text')].filter(t => !t.closest('[clip-path]')).filter(t => { const r = t.getBoundingClientRect(); return r.left < b.left - 2 || r.right > b.right + 2; }).map(t => t.textContent); }");
            Assert.Equal([], cut, StringComparer.Ordinal);
        }
    }

    /// <summary>Text and ground differ by at least 4.5 to 1, as WCAG 2.2 asks for.</summary>
    public async Task IsReadableAsync(bool dark)
    {
        string[] colors = await Page.EvaluateAsync<string[]>("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]");
        double text = Luminance(colors[0]);
        double ground = Luminance(colors[1]);
        Assert.Equal(dark, ground < text);
        Assert.True((Math.Max(text, ground) + 0.05) / (Math.Min(text, ground) + 0.05) >= 4.5, string.Join(" on ", colors));
    }

    public async ValueTask DisposeAsync() => await Page.CloseAsync();

    private static double Luminance(string color)
    {
        double[] parts = [.. color[(color.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',').Take(3).Select(p => double.Parse(p, System.Globalization.CultureInfo.InvariantCulture) / 255)];
        // The square is near enough to sRGB's curve for a check of contrast.
        return (0.2126 * parts[0] * parts[0]) + (0.7152 * parts[1] * parts[1]) + (0.0722 * parts[2] * parts[2]);
    }

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            faults.Add(text);
        }
    }
}
