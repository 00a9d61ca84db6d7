using System.Text;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>HTML pages inside the program, with places to fill: <c>{{name}}</c>.</summary>
internal static class ReportTemplate
{
    // How every page begins: it has places itself.
    private const string Head = "head";

    // Places of every page, and what stands there as it is.
    private static readonly Dictionary<string, string> Shared = new(StringComparer.Ordinal)
    {
        ["echarts"] = "echarts.min.js",
        ["charting"] = "report.js",
        ["layering"] = "layers.js",
        ["sweeping"] = "sweep.js",
        ["style"] = "report.css",
    };

    /// <summary>A page as UTF-8, with the texts at their places, and what all pages share at its own.</summary>
    /// <param name="name">The page.</param>
    /// <param name="texts">HTML by place.</param>
    public static byte[] Fill(string name, IReadOnlyDictionary<string, string> texts)
    {
        StringBuilder filled = new();
        Append(filled, Resource(name), texts);
        return Encoding.UTF8.GetBytes(filled.ToString());
    }

    private static void Append(StringBuilder filled, string page, IReadOnlyDictionary<string, string> texts)
    {
        int at = 0;
        for (int open = page.IndexOf("{{", StringComparison.Ordinal); open >= 0; open = page.IndexOf("{{", at, StringComparison.Ordinal))
        {
            int close = page.IndexOf("}}", open, StringComparison.Ordinal);
            string place = page[(open + 2)..close];
            filled.Append(page, at, open - at);
            if (place == Head)
            {
                Append(filled, Resource("head.html"), texts);
            }
            else
            {
                filled.Append(Shared.TryGetValue(place, out string? shared) ? Resource(shared) : texts[place]);
            }

            at = close + 2;
        }

        filled.Append(page, at, page.Length - at);
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream(name)
            ?? throw new InternalErrorException($"the program has no resource '{name}'");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
