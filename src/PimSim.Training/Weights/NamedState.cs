using System.Globalization;

namespace PimSim.Training;

/// <summary>Names of arrays in a checkpoint.</summary>
internal static class NamedState
{
    /// <summary>Parameters and the state of their optimizer: <c>name</c>, <c>name.0</c>, <c>name.1</c>.</summary>
    public static IEnumerable<KeyValuePair<string, float[]>> Of(string name, float[] parameters, ParameterOptimizer optimizer)
    {
        yield return new(name, parameters);
        for (int i = 0; i < optimizer.State.Count; i++)
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"), optimizer.State[i]);
        }
    }

    /// <summary>The same under a name of their owner.</summary>
    public static IEnumerable<KeyValuePair<string, float[]>> Under(string owner, IEnumerable<KeyValuePair<string, float[]>> state) =>
        state.Select(s => new KeyValuePair<string, float[]>($"{owner}.{s.Key}", s.Value));
}
