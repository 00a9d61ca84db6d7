using System.Globalization;
using System.Text;
using System.Xml;

namespace PimSim.Exploration;

/// <summary>Results as JUnit's XML, as build servers read it: https://github.com/testmoapp/junitxml.</summary>
public static class JUnitWriter
{
    private const int MostFlipped = 20;

    /// <summary>Writes a suite's results.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="results">Its results.</param>
    public static void Write(Stream stream, string suite, IReadOnlyList<CaseResult> results)
    {
        using XmlWriter xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = false });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(suite));
        Counts(xml, results);
        foreach (CaseResult result in results)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(suite));
            xml.WriteAttributeString("name", Clean(result.Case.Name));
            xml.WriteAttributeString("time", Seconds(result.HostTime));
            Outcome(xml, result);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>What is wrong with a case, a line each: differences, then images that changed class. Empty where nothing is.</summary>
    public static IReadOnlyList<string> Explain(CaseResult result) =>
    [
        .. result.Status == CaseStatus.New ? ["nothing was accepted for it yet"] : result.Differences,
        .. result.Errors.Select(e => e.ToString()),
        .. result.FirstDivergence.Select(d => FormattableString.Invariant($"outputs first differ in layer {d.Key} for {d.Value} images")),
        .. result.Flipped.Take(MostFlipped).Select(f => FormattableString.Invariant($"image {f.Image}: class {f.Was} was accepted, {f.Now} now, right is {f.Label}; first differing layer: {f.Layer ?? "layers are others"}")),
        .. result.Flipped.Count > MostFlipped ? [FormattableString.Invariant($"and {result.Flipped.Count - MostFlipped} images more")] : Array.Empty<string>(),
    ];

    private static void Outcome(XmlWriter xml, CaseResult result)
    {
        IReadOnlyList<string> lines = result.Status == CaseStatus.Passed ? [] : Explain(result);
        if (lines.Count > 0)
        {
            xml.WriteStartElement(result.Status == CaseStatus.Error ? "error" : "failure");
            xml.WriteAttributeString("message", Clean(lines[0]));
            xml.WriteString(Clean(string.Join('\n', lines)));
            xml.WriteEndElement();
        }
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<CaseResult> results)
    {
        int errors = results.Count(r => r.Status == CaseStatus.Error);
        xml.WriteAttributeString("tests", results.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", results.Count(r => r.Status is CaseStatus.Failed or CaseStatus.New).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", errors.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", Seconds(results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.HostTime)));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Names come from files and may hold what XML cannot.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
