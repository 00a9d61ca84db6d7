using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>A verb's result in both forms. Views hold plain values, so that they are tested without a back end.</summary>
internal interface IResultView
{
    /// <summary>For example <c>pimsim.infer/1</c>; raised when a key goes or changes meaning.</summary>
    string Schema { get; }

    /// <summary>Writes the members of the document's object, <c>schema</c> excepted.</summary>
    void WriteJson(Utf8JsonWriter json);

    /// <summary>Writes the form for people.</summary>
    void WriteTable(IAnsiConsole console);
}
