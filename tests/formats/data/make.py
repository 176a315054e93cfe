"""Makes the workbooks in this folder from our own words. Needs openpyxl, msoffcrypto-tool and LibreOffice (`soffice`).

    python3 make.py

Run it again only to change them: the bytes differ from run to run, what they say does not.
"""

import datetime
import pathlib
import shutil
import subprocess
import tempfile

import msoffcrypto.format.ooxml
import openpyxl

HERE = pathlib.Path(__file__).parent


def convert(source, extension, to):
    with tempfile.TemporaryDirectory() as folder:
        # Commas, quotation marks, UTF-8.
        command = ["soffice", "--headless", "--infilter=CSV:44,34,76"] if source.suffix == ".csv" else ["soffice", "--headless"]
        command += ["--convert-to", extension, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        shutil.copy(pathlib.Path(folder) / f"{source.stem}.{extension}", HERE / to)


def harvest():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Yields"
    sheet["A1"] = "What the valley farms brought in"
    sheet.append([])
    sheet.append(["Farm", "Crop", "Share sold", "Income", "Weighed", "Catch (tonnes)", "Sum"])
    rows = [
        ("Alderholt", "Rye", 0.412, 1_240_500, datetime.date(2031, 3, 1), 12.5),
        ("Alderholt", "Oats", 0.38, 310_000, datetime.date(2031, 3, 2), 8),
        ("Brackmoor", "Rye", 0.075, 98_400, datetime.date(2031, 4, 9), 0.75),
        ("Cawdale", "Rye", 0.5, -4_200, datetime.date(2031, 4, 10), 3.25),
    ]
    for n, row in enumerate(rows, start=4):
        sheet.append([*row, f"=F{n}*2"])
        sheet.cell(n, 3).number_format = "0.0%"
        sheet.cell(n, 4).number_format = '[$£-809]#,##0'
        sheet.cell(n, 5).number_format = "dd/mm/yy"
    sheet.merge_cells("A4:A5")
    sheet["A8"] = "Source: the valley's own weighing book, which ends in April."
    hidden = book.create_sheet("Old figures")
    hidden.append(["Farm", "Share sold (%)"])
    hidden.append(["Alderholt", 29.5])
    hidden.append(["Brackmoor", 11.5])
    hidden.sheet_state = "hidden"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "harvest.xlsx"
        book.save(path)
        # A formula has its result only once a program has worked it out.
        convert(path, "xlsx", "harvest.xlsx")
    with (HERE / "harvest.xlsx").open("rb") as plain, (HERE / "locked.xlsx").open("wb") as locked:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("lantern", locked)


def main():
    for extension in ["xlsx", "xls", "ods"]:
        convert(HERE / "ferries.csv", extension, f"ferries.{extension}")
    harvest()


if __name__ == "__main__":
    main()
