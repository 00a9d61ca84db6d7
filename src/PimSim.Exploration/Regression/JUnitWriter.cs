using System.Globalization;
using System.Text;
using System.Xml;

namespace PimSim.Exploration;

/// <summary>Results as JUnit's XML, as build servers read it: https://github.com/testmoapp/junitxml.</summary>
public static class JUnitWriter
{
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

    private static void Outcome(XmlWriter xml, CaseResult result)
    {
        IReadOnlyList<string> lines = result.Status == CaseStatus.Passed ? [] : result.Explain();
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
