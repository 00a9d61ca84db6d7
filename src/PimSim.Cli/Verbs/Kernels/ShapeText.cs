using System.Globalization;
using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Cli;

/// <summary>Kernels and shapes as they are typed.</summary>
internal static class ShapeText
{
    /// <summary>The kernel and its shape.</summary>
    /// <exception cref="UserErrorException">PIM0930: no such kernel; PIM0931: not a shape of that kernel; PIM0722: out of range.</exception>
    public static KernelShape Parse(string kernel, string shape, int batch)
    {
        string[] names = [.. Enum.GetNames<KernelKind>().Select(n => n.ToLowerInvariant())];
        int index = Array.IndexOf(names, kernel);
        if (index < 0)
        {
            throw new UserErrorException("PIM0930", $"there is no kernel '{kernel}'", remedy: NearestName.Remedy(kernel, names));
        }

        KernelKind kind = Enum.GetValues<KernelKind>()[index];
        string[] sizes = shape.Split('x');
        bool isMatrix = kind == KernelKind.Gemv;
        if (sizes.Length != (isMatrix ? 2 : 1) || !TrySize(sizes[0], out int first) || !TrySize(sizes[^1], out int last))
        {
            string form = isMatrix ? "OUTxIN, for example 4096x1024" : "a number of values, for example 1048576 or 1M";
            throw new UserErrorException("PIM0931", $"'{shape}' is no shape of {kernel}", remedy: $"give {form}");
        }

        return isMatrix ? KernelShape.Gemv(first, last, batch) : KernelShape.Elementwise(kind, first, batch);
    }

    /// <summary>A whole number, in units of 1024 with K and of 1048576 with M.</summary>
    private static bool TrySize(string text, out int size)
    {
        (string digits, long factor) = text switch
        {
            [.. var front, 'K'] => (front, 1L << 10),
            [.. var front, 'M'] => (front, 1L << 20),
            _ => (text, 1),
        };
        bool parsed = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number * factor <= int.MaxValue;
        size = parsed ? (int)(number * factor) : 0;
        return parsed;
    }
}
