namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    public class Options
    {
        public bool AllowQuoting;
        public bool HasHeader;
        public bool TrimWhitespace;
        public bool ReadMultilines;
        public char[] Separators = ['\t'];
        public Column[] Columns;
        public long? MaxRows;
    }
}
