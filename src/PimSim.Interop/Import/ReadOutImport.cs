using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>What stands after the last layer: nothing when it is one rising function for all classes, else scales and offsets.</summary>
internal static class ReadOutImport
{
    /// <summary>How the class follows from the scores.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1132: scores that doubles do not tell apart as exact numbers do.</exception>
    public static ReadOut Of(LayerActivation scores, string file)
    {
        Surd[] scale = scores.Scale;
        Surd[] offset = scores.Offset;
        if (Array.TrueForAll(scale, s => s.Equals(scale[0])) && scale[0].Sign != 0)
        {
            if (scale[0].Sign > 0 && Array.TrueForAll(offset, o => o.Equals(offset[0])))
            {
                return new ArgMaxReadOut();
            }

            // A common factor decides nothing, and without it offsets are more often exact.
            Surd size = scale[0].Sign < 0 ? -scale[0] : scale[0];
            (scale, offset) = (Array.ConvertAll(scale, s => (Surd)s.Sign), Array.ConvertAll(offset, o => o / size));
        }

        var readOut = new AffineReadOut(Array.ConvertAll(scale, s => s.ToDouble()), Array.ConvertAll(offset, o => o.ToDouble()));
        Surd[] roundedScale = Array.ConvertAll(readOut.Scale, Surd.From);
        Surd[] roundedOffset = Array.ConvertAll(readOut.Offset, Surd.From);
        for (int a = 0; a < scale.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (!AreTold(scores, new Line(scale[a], offset[a]), new Line(scale[b], offset[b]), new Line(roundedScale[a], roundedOffset[a]), new Line(roundedScale[b], roundedOffset[b])))
                {
                    throw new PimSim.Core.UserErrorException(
                        "PIM1132", $"scores of the classes {b} and {a} come nearer to each other than their scales and offsets can be held", file, "use one scale for all classes of the last layer");
                }
            }
        }

        return readOut;
    }

    /// <summary>The same where scores are fp32 numbers: scales and offsets have to be doubles.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1132: they are none.</exception>
    public static ReadOut OfReals(LayerActivation scores, string file)
    {
        if (scores.Scale[0].Sign > 0 && Array.TrueForAll(scores.Scale, s => s.Equals(scores.Scale[0])) && Array.TrueForAll(scores.Offset, o => o.Equals(scores.Offset[0])))
        {
            return new ArgMaxReadOut();
        }

        var readOut = new AffineReadOut(Array.ConvertAll(scores.Scale, s => s.ToDouble()), Array.ConvertAll(scores.Offset, o => o.ToDouble()));
        bool isExact = readOut.Scale.Select(Surd.From).SequenceEqual(scores.Scale) && readOut.Offset.Select(Surd.From).SequenceEqual(scores.Offset);
        return isExact ? readOut : throw new PimSim.Core.UserErrorException(
            "PIM1132", "the scales and offsets of the class scores are no numbers of double precision", file, "fold them into the weights and bias of the last layer");
    }

    /// <summary>Whether the rounded lines compare like the exact ones, for every pair of whole numbers. It is enough to look where the rounded order changes.</summary>
    private static bool AreTold(LayerActivation scores, Line a, Line b, Line roundedA, Line roundedB)
    {
        if ((a.IsExactly(roundedA) && b.IsExactly(roundedB)) || a.Scale.Sign != roundedA.Scale.Sign || b.Scale.Sign != roundedB.Scale.Sign)
        {
            return a.Scale.Sign == roundedA.Scale.Sign && b.Scale.Sign == roundedB.Scale.Sign;
        }

        int last = scores.Count - 1;
        for (int i = 0; i <= last; i++)
        {
            Surd exact = a.At(Number(i));
            Surd rounded = roundedA.At(Number(i));
            int from = 0;
            int to = last;
            int sign = b.Scale.Sign < 0 ? -1 : 1;
            while (from < to)
            {
                int middle = from + ((to - from) / 2);
                (from, to) = sign * roundedB.At(Number(middle)).CompareTo(rounded) >= 0 ? (from, middle) : (middle + 1, to);
            }

            for (int j = Math.Max(0, from - 1); j <= Math.Min(last, from + 1); j++)
            {
                if (b.At(Number(j)).CompareTo(exact) != roundedB.At(Number(j)).CompareTo(rounded))
                {
                    return false;
                }
            }
        }

        return true;

        int Number(int index) => scores.NumberAt(index);
    }

    private sealed record Line(Surd Scale, Surd Offset)
    {
        public Surd At(int number) => (Scale * number) + Offset;

        public bool IsExactly(Line other) => Scale.Equals(other.Scale) && Offset.Equals(other.Offset);
    }
}
